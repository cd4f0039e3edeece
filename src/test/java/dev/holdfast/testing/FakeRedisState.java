package dev.holdfast.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a {@link FakeRedis} holds, and what it answers. */
final class FakeRedisState {

    private static final Reaction OK = Reaction.says("+OK\r\n");
    private static final String INFO =
            String.join("\r\n", "redis_version:6.2.0", "run_id:fake", "role:master", "loading:0");
    private static final String HELLO = String.join(
            "\r\n",
            List.of(
                    "%5",
                    "+server",
                    "+redis",
                    "+version",
                    "+6.2.0",
                    "+proto",
                    ":3",
                    "+id",
                    ":1",
                    "+mode",
                    "+standalone",
                    ""));

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> accepted = new HashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Map<String, Integer> executions = new HashMap<>();
    private final Set<String> scripts = new HashSet<>();
    private final Deque<Reaction> reactions = new ArrayDeque<>();
    private @Nullable Reaction always;
    private @Nullable Reaction door;
    private @Nullable Reaction writes;
    private Duration late = Duration.ZERO;

    synchronized void next(int n, Reaction reaction) {
        reactions.addAll(Collections.nCopies(n, reaction));
    }

    synchronized void failWrites(String error) {
        writes = Reaction.error(error);
    }

    synchronized void reactToEverything(Reaction reaction) {
        always = reaction;
    }

    synchronized void refuseAtTheDoor(String error) {
        door = Reaction.error(error).then(Reaction.Ending.FIN);
    }

    synchronized void recover() {
        always = null;
        door = null;
        writes = null;
        late = Duration.ZERO;
        reactions.clear();
    }

    synchronized void forgetScripts() {
        scripts.clear();
    }

    synchronized void wakeUpLate(Duration by) {
        late = by;
    }

    synchronized int attempts(String id) {
        return attempts.getOrDefault(id, 0);
    }

    synchronized int executions(String id) {
        return executions.getOrDefault(id, 0);
    }

    synchronized Reaction atTheDoor() {
        return door == null ? Reaction.silence() : door;
    }

    synchronized Reaction answer(List<String> words) {
        if (always != null) {
            return always;
        }
        String name = words.get(0).toUpperCase(Locale.ROOT);
        return switch (name) {
            case "HELLO" -> Reaction.says(HELLO);
            case "AUTH", "CLIENT", "SELECT" -> OK;
            case "PING" -> Reaction.says("+PONG\r\n");
            case "INFO" -> Reaction.says(Reaction.bulk(INFO));
            case "TIME" ->
                Reaction.says(
                        Reaction.list(Long.toString(nowMicros() / 1_000_000), Long.toString(nowMicros() % 1_000_000)));
            case "GET" ->
                Reaction.says(values.containsKey(words.get(1)) ? Reaction.bulk(values.get(words.get(1))) : "_\r\n");
            case "SET", "SETNX", "DEL" -> writes == null ? write(name, words) : writes;
            case "SCRIPT" -> Reaction.says(Reaction.bulk(loaded(words.get(2))));
            case "EVAL" -> {
                loaded(words.get(1));
                yield script(words);
            }
            case "EVALSHA" ->
                scripts.contains(words.get(1))
                        ? script(words)
                        : Reaction.error("NOSCRIPT No matching script. Please use EVAL.");
            default -> Reaction.error("ERR unknown command '" + name + "'");
        };
    }

    private Reaction write(String name, List<String> words) {
        if (name.equals("SET")) {
            values.put(words.get(1), words.get(2));
            return OK;
        } else if (name.equals("SETNX")) {
            return Reaction.says(values.putIfAbsent(words.get(1), words.get(2)) == null ? ":1\r\n" : ":0\r\n");
        }
        words.subList(1, words.size()).forEach(values::remove);
        return Reaction.says(":0\r\n");
    }

    private Reaction script(List<String> words) {
        if (words.get(3).startsWith("holdfast:probe:")) {
            return writes == null ? Reaction.says(Reaction.list("OK", "rehearsal")) : writes;
        }
        List<String> arguments = words.subList(3 + Integer.parseInt(words.get(2)), words.size());
        String id = arguments.get(1);
        attempts.merge(id, 1, Integer::sum);
        Reaction reaction = reactions.isEmpty() ? (writes == null ? Reaction.truth() : writes) : reactions.remove();
        String code = reaction.executes() ? place(Long.parseLong(arguments.get(0)), id, arguments.get(2)) : "";
        return reaction.isTruth() ? Reaction.says(Reaction.list(code, id)).then(reaction.ending()) : reaction;
    }

    private String place(long deadlineMicros, String id, String fingerprint) {
        if (nowMicros() + late.toNanos() / 1_000 > deadlineMicros) {
            return "EXPIRED";
        }
        String known = accepted.putIfAbsent(id, fingerprint);
        if (known != null) {
            return known.equals(fingerprint) ? "DUP" : "CONFLICT";
        }
        executions.merge(id, 1, Integer::sum);
        return "OK";
    }

    private String loaded(String script) {
        String name = sha1(script);
        scripts.add(name);
        return name;
    }

    private static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private static String sha1(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
