import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The story that scripts/outage-demo tells: submit, kill the primary, watch, bring it back; kill both Redis, kill the
 * service, bring all back; count.
 */
final class OutageDemo implements AutoCloseable {

    private static final int CLIENTS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path home = Files.createTempDirectory("holdfast-demo");
    private final int port = freePort();
    private final String jar;
    private final Map<String, Process> redis = new HashMap<>();
    private Process service;
    private volatile boolean submitting = true;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final AtomicLong longestMillis = new AtomicLong();

    private OutageDemo(String jar) throws IOException {
        this.jar = jar;
        service = startService();
    }

    private Process startService(String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-jar",
                jar,
                "--server.port=" + port,
                "--holdfast.data-dir=" + home.resolve("data"),
                // The defaults are ten seconds and more; a demonstration has less patience.
                "--holdfast.failover.healthy=3s",
                "--holdfast.failover.healthy-longest=3s"));
        command.addAll(List.of(settings));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("service.log").toFile()))
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        boolean kept;
        try (OutageDemo demo = new OutageDemo(arguments[0])) {
            kept = demo.run();
        }
        System.exit(kept ? 0 : 1);
    }

    private boolean run() throws Exception {
        say("starting the service with a Redis pair of its own");
        await("the service", () -> health().contains("\"status\":\"UP\""));
        int primaryPort = portOf("redis-primary");
        int standbyPort = portOf("redis-standby");
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            clients.add(new Thread(() -> submitAll("client-" + client)));
        }
        clients.forEach(Thread::start);
        say(CLIENTS + " clients submit jobs");
        report(3);

        String binary = redisSays(primaryPort, "executable:");
        killRedis("redis-primary");
        say("the primary has been killed (kill -9)");
        report(6);

        startRedis("redis-primary", binary);
        say("the primary has been started again; it has to be well for 3 s before jobs go there");
        report(7);

        killRedis("redis-standby");
        killRedis("redis-primary");
        say("both Redis have been killed (kill -9); the service keeps jobs on its disk and answers 202");
        report(5);

        service.destroyForcibly().waitFor();
        say("the service has been killed (kill -9)");
        report(1);
        // It would start servers of its own again; these two are somebody else's now.
        service = startService(
                "--holdfast.redis.primary-url=redis://127.0.0.1:" + primaryPort,
                "--holdfast.redis.standby-url=redis://127.0.0.1:" + standbyPort);
        say("the service has been started again, with no Redis to be found");
        do {
            report(1);
        } while (service.isAlive() && get("/livez").isEmpty());
        say("the service is there");
        report(5);

        startRedis("redis-standby", binary);
        startRedis("redis-primary", binary);
        say("both Redis have been started again");
        report(8);

        submitting = false;
        for (Thread client : clients) {
            client.join();
        }
        await("all jobs to come to the primary", this::isQuiet);
        say("all quiet");
        System.out.println();
        get("/actuator/failover").lines().forEach(line -> System.out.println("  /actuator/failover: " + line));
        return count(primaryPort, standbyPort);
    }

    /** Each job has a key of its own, under which it is sent again until it is acknowledged. */
    private void submitAll(String client) {
        for (int i = 0; submitting; i++) {
            String key = client + "-" + i;
            while (!submit(key)) {
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        }
    }

    private boolean submit(String key) {
        long begun = System.nanoTime();
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(address("/enqueue"))
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", key)
                            .POST(HttpRequest.BodyPublishers.ofString("{\"task\":\"os.path.basename\",\"args\":[\"a/b\"]}"))
                            .build(),
                    BodyHandlers.ofString());
            longestMillis.accumulateAndGet(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun), Math::max);
            boolean accepted = response.statusCode() == 200 || response.statusCode() == 202;
            String word = switch (response.statusCode()) {
                case 200 -> member(response.body(), "node");
                case 202 -> member(response.body(), "durability");
                default -> response.statusCode() + " " + member(response.body(), "code");
            };
            answers.computeIfAbsent(word, first -> new AtomicInteger()).incrementAndGet();
            if (accepted) {
                acknowledged.add(member(response.body(), "job_id"));
            }
            TimeUnit.MILLISECONDS.sleep(20);
            return accepted;
        } catch (IOException nobodyThere) {
            answers.computeIfAbsent("no answer", first -> new AtomicInteger()).incrementAndGet();
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** One line a second: what clients were answered since the last one. */
    private void report(int seconds) throws InterruptedException {
        for (int second = 0; second < seconds; second++) {
            TimeUnit.SECONDS.sleep(1);
            StringBuilder line = new StringBuilder("    answers:");
            answers.forEach((word, times) -> {
                int now = times.getAndSet(0);
                if (now > 0) {
                    line.append(' ').append(word).append('=').append(now);
                }
            });
            System.out.println(line);
        }
    }

    private boolean count(int primaryPort, int standbyPort) throws IOException {
        Map<String, Integer> found = new HashMap<>();
        for (int node : new int[] {primaryPort, standbyPort}) {
            redis(node, "LRANGE rq:queue:default 0 -1").forEach(id -> found.merge(id, 1, Integer::sum));
        }
        long lost = acknowledged.stream().filter(id -> !found.containsKey(id)).count();
        long doubled = found.values().stream().filter(times -> times > 1).count();
        long invented = found.keySet().stream().filter(id -> !acknowledged.contains(id)).count();
        System.out.printf(
                "%n  acknowledged %d, found %d, lost %d, doubled %d, invented %d, longest request %d ms%n",
                acknowledged.size(), found.size(), lost, doubled, invented, longestMillis.get());
        System.out.printf("  on the primary %d, on the standby %d%n",
                redis(primaryPort, "LRANGE rq:queue:default 0 -1").size(),
                redis(standbyPort, "LRANGE rq:queue:default 0 -1").size());
        return lost == 0 && doubled == 0 && invented == 0;
    }

    @Override
    public void close() throws Exception {
        service.destroy();
        if (!service.waitFor(30, TimeUnit.SECONDS)) {
            service.destroyForcibly();
        }
        for (Process node : redis.values()) {
            node.destroy();
            node.waitFor(10, TimeUnit.SECONDS);
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void await(String what, BooleanSupplier happened) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!happened.getAsBoolean()) {
            if (!service.isAlive() || System.nanoTime() - end > 0) {
                System.out.println(Files.readString(home.resolve("service.log")));
                throw new IllegalStateException("waited in vain for " + what + "; above is the service's log");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private String health() {
        return get("/actuator/health");
    }

    private String get(String path) {
        try {
            return http.send(HttpRequest.newBuilder(address(path)).GET().build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Whether the primary is active, and nothing is left on the disk or the standby. */
    private boolean isQuiet() {
        String meters = get("/actuator/prometheus");
        return get("/actuator/failover").startsWith("{\"active\":\"primary\"")
                && sum(meters, "holdfast_strays ") == 0
                && sum(meters, "holdfast_spool_jobs{") == 0;
    }

    /** The service's own watcher would end a server gracefully; this is the end that nobody prepares for. */
    private void killRedis(String node) throws Exception {
        ProcessHandle server = redis.containsKey(node)
                ? redis.get(node).toHandle()
                : ProcessHandle.of(Long.parseLong(
                                Files.readString(data(node).resolve("redis.pid")).strip()))
                        .orElseThrow();
        server.destroyForcibly();
        server.onExit().get(10, TimeUnit.SECONDS);
    }

    private void startRedis(String node, String binary) throws IOException {
        redis.put(
                node,
                new ProcessBuilder(binary, "redis.conf")
                        .directory(data(node).toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve(node + ".log").toFile())
                        .start());
    }

    private Path data(String node) {
        return home.resolve("data").resolve(node);
    }

    private int portOf(String node) throws IOException {
        return Files.readAllLines(data(node).resolve("redis.conf")).stream()
                .filter(line -> line.startsWith("port "))
                .mapToInt(line -> Integer.parseInt(line.substring(5)))
                .findFirst()
                .orElseThrow();
    }

    private String redisSays(int node, String field) throws IOException {
        return redis(node, "INFO server").get(0).lines()
                .filter(line -> line.startsWith(field))
                .map(line -> line.substring(field.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    /** The strings of one answer, in Redis's own protocol. */
    private static List<String> redis(int node, String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream answer = new BufferedInputStream(socket.getInputStream());
            String head = line(answer);
            int strings = head.startsWith("*") ? Integer.parseInt(head.substring(1)) : 1;
            List<String> all = new ArrayList<>();
            for (int i = 0; i < strings; i++) {
                String length = head.startsWith("*") ? line(answer) : head;
                all.add(new String(answer.readNBytes(Integer.parseInt(length.substring(1))), StandardCharsets.UTF_8));
                line(answer);
            }
            return all;
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("Redis ended in the middle of an answer");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static String member(String json, String name) {
        int start = json.indexOf("\"" + name + "\":\"");
        if (start < 0) {
            return "?";
        }
        start += name.length() + 4;
        return json.substring(start, json.indexOf('"', start));
    }

    /** NaN where there is no such meter, or it does not know. */
    private static double sum(String meters, String series) {
        return meters.lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void say(String what) {
        System.out.println("== " + what);
    }
}
