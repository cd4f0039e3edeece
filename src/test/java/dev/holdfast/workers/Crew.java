package dev.holdfast.workers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A version of RQ with one of its serializers, and the queues that only its workers serve. */
enum Crew {
    OLD_JSON("rq-1.16.2", "json", "rq.serializers.JSONSerializer"),
    OLD_PICKLE("rq-1.16.2", "pickle", "rq.serializers.DefaultSerializer"),
    NEW_JSON("rq-latest", "json", "rq.serializers.JSONSerializer"),
    NEW_PICKLE("rq-latest", "pickle", "rq.serializers.DefaultSerializer");

    private static final Path ENVIRONMENTS = Path.of(".venvs").toAbsolutePath();

    private final String environment;
    private final String serializer;
    private final String serializerClass;

    Crew(String environment, String serializer, String serializerClass) {
        this.environment = environment;
        this.serializer = serializer;
        this.serializerClass = serializerClass;
    }

    static boolean allHaveTheirEnvironment() {
        return Arrays.stream(values()).map(Crew::rq).allMatch(Files::isExecutable);
    }

    /** A worker waits at this queue all the time. */
    String queue() {
        return (isNew() ? "new-" : "old-") + serializer;
    }

    /** What is put into this queue waits until a test starts a worker for it. */
    String shelf() {
        return queue() + "-shelf";
    }

    /** Whether its workers repeat jobs and call webhooks: RQ 1 keeps what the hash says of that, and does not heed it. */
    boolean isNew() {
        return environment.equals("rq-latest");
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
