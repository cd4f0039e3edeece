package dev.holdfast.workers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A version of RQ with one of its serializers, and the queues that only its workers serve. */
enum Crew {
    RQ_1_JSON(1, "rq-1.16.2", "json", "rq.serializers.JSONSerializer"),
    RQ_1_PICKLE(1, "rq-1.16.2", "pickle", "rq.serializers.DefaultSerializer"),
    RQ_2_JSON(2, "rq-2", "json", "rq.serializers.JSONSerializer"),
    RQ_2_PICKLE(2, "rq-2", "pickle", "rq.serializers.DefaultSerializer"),
    RQ_3_JSON(3, "rq-3", "json", "rq.serializers.JSONSerializer"),
    RQ_3_PICKLE(3, "rq-3", "pickle", "rq.serializers.DefaultSerializer");

    private static final Path ENVIRONMENTS = Path.of(".venvs").toAbsolutePath();

    private final int major;
    private final String environment;
    private final String serializer;
    private final String serializerClass;

    Crew(int major, String environment, String serializer, String serializerClass) {
        this.major = major;
        this.environment = environment;
        this.serializer = serializer;
        this.serializerClass = serializerClass;
    }

    static boolean allHaveTheirEnvironment() {
        return Arrays.stream(values()).map(Crew::rq).allMatch(Files::isExecutable);
    }

    /** A worker waits at this queue all the time. */
    String queue() {
        return "rq" + major + "-" + serializer;
    }

    /** What is put into this queue waits until a test starts a worker for it. */
    String shelf() {
        return queue() + "-shelf";
    }

    /** Whether its workers repeat jobs and call webhooks: RQ 1 keeps what the hash says of that, and does not heed it. */
    boolean repeatsAndCalls() {
        return major > 1;
    }

    /** Whether its workers wait the intervals of a repeat from the first to the last, and strike them off. */
    boolean takesIntervalsInOrder() {
        return major > 2;
    }

    String serializer() {
        return serializer;
    }

    String serializerClass() {
        return serializerClass;
    }

    Path rq() {
        return ENVIRONMENTS.resolve(environment).resolve("bin").resolve("rq");
    }
}
