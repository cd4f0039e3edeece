package dev.holdfast.rq;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a job's hash must not be, if no worker from RQ 1.13 on shall die of it; measured on real workers, and written
 * without a look at what Holdfast writes.
 */
public final class PoisonCheck {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?Z");
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final BigInteger LONGEST_TIMEOUT = BigInteger.valueOf(Integer.MAX_VALUE);

    private static final List<String> TIMES =
            List.of("created_at", "enqueued_at", "started_at", "ended_at", "last_heartbeat");
    private static final List<String> INTEGERS = List.of(
            "timeout",
            "result_ttl",
            "failure_ttl",
            "ttl",
            "retries_left",
            "repeats_left",
            "number_of_retries",
            "success_callback_timeout",
            "failure_callback_timeout",
            "stopped_callback_timeout",
            "allow_dependency_failures",
            "enqueue_at_front",
            "enqueue_at_front_on_retry");
    private static final List<String> NEVER_EMPTY = List.of(
            "enqueue_at_front",
            "success_callback_timeout",
            "failure_callback_timeout",
            "stopped_callback_timeout",
            "repeats_left");
    private static final List<String> INTERVALS = List.of("retry_intervals", "repeat_intervals");
    private static final List<String> JSON_LISTS =
            List.of("retry_intervals", "repeat_intervals", "dependency_ids", "webhooks");
    private static final Set<String> BINARY = Set.of("data", "meta", "result", "exc_info");

    /** Those of RQ 1.13, which every later version knows too. */
    private static final Set<String> STATUSES =
            Set.of("queued", "started", "finished", "failed", "deferred", "scheduled", "stopped", "canceled");

    private final Map<String, byte[]> hash;
    private final List<String> complaints = new ArrayList<>();

    private PoisonCheck(Map<String, byte[]> hash) {
        this.hash = hash;
    }

    /** A sentence for everything that would harm a worker or the job itself; none for a good job. */
    public static List<String> complaints(String id, Map<String, byte[]> hash) {
        PoisonCheck check = new PoisonCheck(hash);
        if (!ID.matcher(id).matches()) {
            check.complain("the id has other characters than A-Z a-z 0-9 _ -, RQ 2.8 dies of it");
        }
        check.texts();
        check.times();
        check.numbers();
        check.lists();
        check.words();
        check.payload();
        check.meta();
        return check.complaints;
    }

    private void texts() {
        hash.forEach((field, value) -> {
            if (!BINARY.contains(field) && utf8(value) == null) {
                complain(field + " is not UTF-8");
            }
        });
    }

    private void times() {
        for (String field : TIMES) {
            String time = text(field);
            if (!time.isEmpty() && !isTime(time)) {
                complain(field + " is no time with at most six digits of a second");
            }
        }
    }

    private static boolean isTime(String text) {
        try {
            return TIME.matcher(text).matches()
                    && LocalDateTime.parse(text.substring(0, 19)).getYear() > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void numbers() {
        for (String field : INTEGERS) {
            String number = text(field);
            if (!number.isEmpty() && !INTEGER.matcher(number).matches()) {
                complain(field + " is not a decimal integer");
            }
        }
        String timeout = text("timeout");
        if (timeout.isEmpty()) {
            complain("timeout is missing, the worker dies after 30 seconds");
        } else if (INTEGER.matcher(timeout).matches() && !isTimeout(new BigInteger(timeout))) {
            complain("timeout is neither -1 nor a number of seconds that an alarm clock takes");
        }
        NEVER_EMPTY.stream()
                .filter(field -> hash.containsKey(field) && text(field).isEmpty())
                .forEach(field -> complain(field + " is empty"));
    }

    private static boolean isTimeout(BigInteger seconds) {
        return seconds.equals(BigInteger.ONE.negate())
                || (seconds.signum() > 0 && seconds.compareTo(LONGEST_TIMEOUT) <= 0);
    }

    private void lists() {
        for (String field : JSON_LISTS) {
            byte[] value = hash.get(field);
            if (value != null && !(readable(() -> Decoded.json(value)) instanceof List<?> list && !list.isEmpty())) {
                complain(field + " is no JSON list with something in it");
            }
        }
        if (hash.containsKey("retries_left") && !hash.containsKey("retry_intervals")) {
            complain("retries_left without retry_intervals");
        }
        for (String field : INTERVALS) {
            if (!elements(field).stream().allMatch(interval -> interval instanceof BigInteger)) {
                complain(field + " has something that is no integer");
            }
        }
        if (!elements("dependency_ids").stream()
                .allMatch(id -> id instanceof String text && ID.matcher(text).matches())) {
            complain("dependency_ids has something that is no id");
        }
        if (!elements("webhooks").stream().allMatch(PoisonCheck::isWebhook)) {
            complain("webhooks has one that RQ drops, and all others with it");
        }
    }

    /** What RQ's {@code Webhook.from_dict} takes. */
    private static boolean isWebhook(Object webhook) {
        return webhook instanceof Map<?, ?> members
                && members.get("url") instanceof String url
                && (url.startsWith("http://") || url.startsWith("https://"))
                && Set.of("finished", "failed").contains(String.valueOf(members.get("job_status")))
                && Set.of("GET", "POST").contains(String.valueOf(members.get("method")))
                && (members.get("headers") == null || isDict(members.get("headers")))
                && members.get("timeout") instanceof BigInteger seconds
                && seconds.signum() > 0;
    }

    private List<?> elements(String field) {
        byte[] value = hash.get(field);
        return value != null && readable(() -> Decoded.json(value)) instanceof List<?> list ? list : List.of();
    }

    private void words() {
        if (!STATUSES.contains(text("status"))) {
            complain("status is a word that not every RQ knows");
        }
        if (text("origin").isEmpty()) {
            complain("origin is missing, the job ends in registries of no queue");
        }
    }

    private void payload() {
        byte[] data = hash.get("data");
        if (data == null) {
            complain("data is missing, the job is skipped in silence");
            return;
        }
        Object call = readable(() -> decode(Decoded.inflate(data)));
        List<?> parts = call instanceof Decoded.Tuple tuple
                ? tuple.elements()
                : call instanceof List<?> list ? list : List.of();
        if (parts.size() != 4
                || !(parts.get(0) instanceof String)
                || !(parts.get(2) instanceof List<?> || parts.get(2) instanceof Decoded.Tuple)
                || !isDict(parts.get(3))) {
            complain("data is not the zlib of function, instance, args and kwargs");
        }
    }

    private void meta() {
        byte[] meta = hash.get("meta");
        if (meta != null && meta.length > 0 && !isDict(readable(() -> decode(meta)))) {
            complain("meta is no dict in the serializer's words, RQ 1.13 dies of it");
        }
    }

    private static boolean isDict(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.keySet().stream().allMatch(key -> key instanceof String);
    }

    /** A pickle begins with a byte that no JSON text has. */
    private static @Nullable Object decode(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == (byte) 0x80 ? Decoded.pickle(bytes) : Decoded.json(bytes);
    }

    @FunctionalInterface
    private interface Reading {
        @Nullable
        Object read();
    }

    private static @Nullable Object readable(Reading reading) {
        try {
            return reading.read();
        } catch (RuntimeException e) {
            return null;
        }
    }

    private String text(String field) {
        byte[] value = hash.get(field);
        String text = value == null ? "" : utf8(value);
        return text == null ? "" : text;
    }

    private static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private void complain(String sentence) {
        complaints.add(sentence);
    }
}
