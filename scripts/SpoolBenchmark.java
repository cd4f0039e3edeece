import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What scripts/spool-benchmark measures. */
final class SpoolBenchmark {

    private static final int CONNECTIONS = 64;
    /** That of bench/body.json. */
    private static final String QUEUE = "orchestrator";
    private static final int NEW_CONNECTIONS = 4;
    private static final long NEW_PAUSE_MILLIS = 5;
    private static final String MEMORY = "-Xmx256m";

    private final Path home = Files.createTempDirectory("spool-benchmark");
    private final String jar;
    private final int many;
    private final int most;
    private final byte[] job;
    private final byte[] newJob;
    private final int port = freePort();
    private final Node primary = new Node("primary");
    private final Node standby = new Node("standby");
    private final List<String> rows = new ArrayList<>();
    private Process service;

    private SpoolBenchmark(String jar, boolean quick) throws IOException {
        this.jar = jar;
        this.many = quick ? 10_000 : 100_000;
        this.most = quick ? 30_000 : 1_000_000;
        String body = Files.readString(Path.of("bench", "body.json")).strip();
        this.job = request(body);
        // In a queue of their own they can be told from what comes out of the spool.
        this.newJob = request("{\"task\": \"tasks.new\", \"queue\": \"new\"}");
    }

    public static void main(String[] arguments) throws Exception {
        SpoolBenchmark benchmark =
                new SpoolBenchmark(arguments[0], arguments.length > 1 && arguments[1].equals("--quick"));
        try {
            benchmark.run();
        } finally {
            benchmark.end();
        }
    }

    private void run() throws Exception {
        primary.start();
        standby.start();
        double startEmpty = startService();
        await("the primary", () -> health().contains("\"active\":\"primary\""));
        say("warming up");
        load(job, CONNECTIONS, many / 5, 0).mustBe(200, 202);

        say("new jobs, no spool");
        Load before = load(newJob, NEW_CONNECTIONS, many / 20, NEW_PAUSE_MILLIS).mustBe(200, 202);
        row("new jobs, %d connections, %d ms between: p50 / p99 / longest", NEW_CONNECTIONS, NEW_PAUSE_MILLIS)
                .is("%s", before);
        memory("memory, empty spool");

        say("both Redis are killed");
        primary.kill();
        standby.kill();
        await("that to be noticed", () -> !health().contains("\"active\":\"primary\""));
        // The spool's own code has to be warm as well.
        load(job, CONNECTIONS, many / 10, 0).mustBe(202);
        Load spooled = load(job, CONNECTIONS, many - many / 10, 0).mustBe(202);
        row("into the spool, %d connections", CONNECTIONS).is("%,.0f jobs/s", spooled.perSecond());
        row("answered in: p50 / p99 / longest").is("%s", spooled);
        memory(String.format(Locale.ROOT, "memory, %,d jobs in the spool", many));

        drain();

        say("filling the spool with " + most);
        primary.kill();
        standby.kill();
        await("that to be noticed", () -> !health().contains("\"active\":\"primary\""));
        Load filled = load(job, CONNECTIONS, most, 0).mustBe(202);
        row("the same up to %,d jobs", most).is("%,.0f jobs/s; %s", filled.perSecond(), filled);
        memory(String.format(Locale.ROOT, "memory, %,d jobs in the spool", most));
        row("its file").is("%,d MB", size(home.resolve("data").resolve("spool")) >> 20);
        service.destroyForcibly().waitFor();
        double startFull = startService();
        row("start, spool empty, then with %,d jobs", most).is("%.1f s, %.1f s", startEmpty, startFull);
        memory(String.format(Locale.ROOT, "memory, started again with %,d jobs", most));

        System.out.printf("%n| what | measured |%n| --- | --- |%n");
        rows.forEach(System.out::println);
        System.out.printf(Locale.ROOT,
                "%nMachine: %d cores, %s %s; Java %s, `%s`; Redis %s, `appendfsync always`; a synced write of 4 kB takes %.1f ms"
                        + " (median). Load generator, service and Redis share the cores.%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.version"),
                MEMORY,
                version(),
                syncMillis());
    }

    /** Brings both back, and watches jobs arrive while new ones are submitted. */
    private void drain() throws Exception {
        say("both Redis are started again");
        primary.start();
        long there = primary.count(QUEUE);
        List<long[]> samples = new ArrayList<>();
        Load during = new Load();
        List<Thread> newcomers = new ArrayList<>();
        standby.start();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        long arrived = 0;
        while (arrived < many && System.nanoTime() < end) {
            arrived = primary.count(QUEUE) - there;
            samples.add(new long[] {System.nanoTime(), arrived});
            if (arrived > 0 && newcomers.isEmpty()) {
                newcomers.addAll(begin(during, newJob, NEW_CONNECTIONS, Integer.MAX_VALUE, NEW_PAUSE_MILLIS));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        during.ended = true;
        for (Thread newcomer : newcomers) {
            newcomer.join();
        }
        if (arrived != many) {
            throw new IllegalStateException("of " + many + " jobs " + arrived + " arrived");
        }
        during.mustBe(200, 202);
        await("the spool to be empty", () -> spooled() == 0);
        samples.removeIf(sample -> sample[1] == 0);
        long[] first = samples.get(0);
        long[] last = samples.get(samples.size() - 1);
        row("out of the spool, from the first to the last of %,d", many)
                .is("%,.0f jobs/s", (last[1] - first[1]) * 1e9 / (last[0] - first[0]));
        row("the fastest second of it").is("%,d jobs/s", fastest(samples));
        row("new jobs meanwhile: p50 / p99 / longest").is("%s", during);
    }

    private static long fastest(List<long[]> samples) {
        long most = 0;
        for (int from = 0, to = 0; to < samples.size(); to++) {
            while (samples.get(to)[0] - samples.get(from)[0] > 1_000_000_000L) {
                from++;
            }
            most = Math.max(most, samples.get(to)[1] - samples.get(from)[1]);
        }
        return most;
    }

    /** What was answered, and how soon. */
    private static final class Load {

        private final Map<Integer, AtomicInteger> answers = new TreeMap<>();
        private final AtomicInteger next = new AtomicInteger();
        private final List<long[]> parts = new ArrayList<>();
        private final long begun = System.nanoTime();
        private volatile boolean ended;
        private long took;

        private synchronized void add(long[] nanos, Map<Integer, Integer> statuses) {
            parts.add(nanos);
            statuses.forEach((status, times) -> answers.computeIfAbsent(status, first -> new AtomicInteger())
                    .addAndGet(times));
            took = System.nanoTime() - begun;
        }

        private Load mustBe(Integer... statuses) {
            if (!Set.of(statuses).containsAll(answers.keySet())) {
                throw new IllegalStateException(
                        "all answers must be " + Arrays.toString(statuses) + ", they were " + answers);
            }
            return this;
        }

        private double perSecond() {
            return parts.stream().mapToLong(part -> part.length).sum() * 1e9 / took;
        }

        @Override
        public String toString() {
            long[] all = parts.stream().flatMapToLong(LongStream::of).sorted().toArray();
            return String.format(
                    Locale.ROOT,
                    "%.1f / %.1f / %.0f ms",
                    all[all.length / 2] / 1e6,
                    all[(int) (all.length * 0.99)] / 1e6,
                    all[all.length - 1] / 1e6);
        }
    }

    private Load load(byte[] request, int connections, int jobs, long pauseMillis) throws Exception {
        Load load = new Load();
        for (Thread thread : begin(load, request, connections, jobs, pauseMillis)) {
            thread.join();
        }
        return load;
    }

    private List<Thread> begin(Load load, byte[] request, int connections, int jobs, long pauseMillis) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            threads.add(new Thread(() -> submit(load, request, jobs, pauseMillis)));
        }
        threads.forEach(Thread::start);
        return threads;
    }

    /** One connection at a time: a request, its answer, the next one. */
    private void submit(Load load, byte[] request, int jobs, long pauseMillis) {
        long[] nanos = new long[1024];
        int count = 0;
        Map<Integer, Integer> statuses = new TreeMap<>();
        Connection connection = null;
        try {
            while (!load.ended && load.next.getAndIncrement() < jobs) {
                long start = System.nanoTime();
                if (connection == null) {
                    connection = new Connection();
                }
                statuses.merge(connection.answerTo(request), 1, Integer::sum);
                if (connection.hasEnded) {
                    connection.socket.close();
                    connection = null;
                }
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * count);
                }
                nanos[count++] = System.nanoTime() - start;
                if (pauseMillis > 0) {
                    TimeUnit.MILLISECONDS.sleep(pauseMillis);
                }
            }
            if (connection != null) {
                connection.socket.close();
            }
        } catch (IOException | InterruptedException broken) {
            statuses.merge(0, 1, Integer::sum);
        }
        load.add(Arrays.copyOf(nanos, count), statuses);
    }

    /** One that is kept for as many requests as the service takes over it. */
    private final class Connection {

        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        private final InputStream in = new BufferedInputStream(socket.getInputStream());
        private boolean hasEnded;

        Connection() throws IOException {
            socket.setTcpNoDelay(true);
        }

        int answerTo(byte[] request) throws IOException {
            socket.getOutputStream().write(request);
            int status = Integer.parseInt(line(in).split(" ")[1]);
            int length = 0;
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                String lower = header.toLowerCase(Locale.ROOT);
                hasEnded |= lower.equals("connection: close");
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(header.substring(15).strip());
                }
            }
            in.skipNBytes(length);
            return status;
        }
    }

    private byte[] request(String body) {
        return ("POST /enqueue HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private double startService() throws Exception {
        long begun = System.nanoTime();
        service = new ProcessBuilder(
                        java("java"),
                        MEMORY,
                        "-jar",
                        jar,
                        "--server.port=" + port,
                        "--holdfast.data-dir=" + home.resolve("data"),
                        "--holdfast.redis.primary-url=redis://127.0.0.1:" + primary.port,
                        "--holdfast.redis.standby-url=redis://127.0.0.1:" + standby.port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("service.log").toFile()))
                .start();
        await("the service", () -> get("/livez").contains("UP"));
        return (System.nanoTime() - begun) / 1e9;
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    /** Resident, and of the heap what a collection leaves. */
    private void memory(String when) throws Exception {
        String pid = Long.toString(service.pid());
        output(java("jcmd"), pid, "GC.run");
        String heap = output(java("jcmd"), pid, "GC.heap_info");
        String resident = Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElseThrow();
        long used = heap.lines()
                .filter(line -> line.contains("heap") && line.contains("used") || line.contains("generation"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*used (\\d+)K.*", "$1")))
                .sum();
        row("%s: resident, heap after a collection", when)
                .is("%d MB, %d MB", Long.parseLong(resident) >> 10, used >> 10);
    }

    private double spooled() {
        return get("/actuator/prometheus").lines()
                .filter(line -> line.startsWith("holdfast_spool_jobs{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    private String health() {
        return get("/actuator/health/redis");
    }

    private String get(String path) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException nobody) {
            return "";
        }
    }

    private void await(String what, BooleanSupplier happened) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!happened.getAsBoolean()) {
            if (!service.isAlive() || System.nanoTime() - end > 0) {
                System.out.println(Files.readString(home.resolve("service.log")));
                throw new IllegalStateException("waited in vain for " + what + "; above is the service's log");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** A redis-server that keeps what it accepts. */
    private final class Node {

        private final int port = freePort();
        private final Path directory;
        private Process process;

        Node(String name) throws IOException {
            directory = Files.createDirectory(home.resolve(name));
        }

        void start() throws Exception {
            process = new ProcessBuilder(
                            "redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "",
                            "--appendonly", "yes", "--appendfsync", "always")
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            while (count(QUEUE) < 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        /** How many jobs wait in the queue; -1 while it does not answer. */
        long count(String queue) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream()
                        .write(("LLEN rq:queue:" + queue + "\r\n").getBytes(StandardCharsets.US_ASCII));
                String answer = line(socket.getInputStream());
                return answer.startsWith(":") ? Long.parseLong(answer.substring(1)) : -1;
            } catch (IOException notYet) {
                return -1;
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the answer is cut short");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** The median time of a write that is synced. */
    private double syncMillis() throws IOException {
        long[] nanos = new long[200];
        try (FileChannel file = FileChannel.open(
                home.resolve("probe"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                file.write(ByteBuffer.allocate(4096));
                file.force(true);
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e6;
    }

    private static String version() throws Exception {
        return output("redis-server", "--version").replaceAll("(?s).* v=(\\S+) .*", "$1");
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private void end() throws Exception {
        for (Process process : new Process[] {service, primary.process, standby.process}) {
            if (process != null) {
                process.destroyForcibly().waitFor();
            }
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** A row of the table whose value is still missing. */
    private record Row(String what, List<String> rows) {

        private void is(String format, Object... values) {
            String value = String.format(Locale.ROOT, format, values);
            rows.add("| " + what + " | " + value + " |");
            System.err.println("   " + what + ": " + value);
        }
    }

    private Row row(String format, Object... values) {
        return new Row(String.format(Locale.ROOT, format, values), rows);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void say(String what) {
        System.err.println("== " + what);
    }
}
