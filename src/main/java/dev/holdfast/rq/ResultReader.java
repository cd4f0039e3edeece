package dev.holdfast.rq;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the results that workers leave ({@code results.py}); what it cannot read is a fact about the result, never an
 * error.
 */
public final class ResultReader {

    private final ObjectReader json;

    public ResultReader(ObjectMapper mapper) {
        this.json = mapper.readerFor(Object.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /**
     * Reads an entry of the stream {@code rq:results:<id>}.
     *
     * @param entryId the entry's id in the stream, which tells its time
     */
    public StoredResult ofStream(String entryId, Map<String, byte[]> fields, Serializer serializer) {
        byte[] value = fields.get("return_value");
        byte[] error = fields.get("exc_string");
        byte[] worker = fields.get("worker_name");
        ReturnValue returned = value == null ? ReturnValue.NOTHING : read(unbase64(value), serializer);
        byte[] zipped = error == null ? null : unbase64(error);
        return new StoredResult(
                StoredResult.Type.numbered(fields.get("type")),
                returned.readable(),
                returned.value(),
                zipped == null ? null : Inflated.text(zipped),
                worker == null ? null : new String(worker, StandardCharsets.UTF_8),
                time(entryId));
    }

    /**
     * Reads the result that RQ up to 2.4 keeps in the job's hash on a Redis before 5; null when there is none, and
     * also when the function returned nothing.
     */
    public @Nullable StoredResult ofHash(Map<String, byte[]> hash, Serializer serializer) {
        byte[] value = hash.get(RqFields.LEGACY_RESULT);
        byte[] excInfo = hash.get(RqFields.LEGACY_EXC_INFO);
        String error = excInfo == null ? null : orPlain(excInfo, Inflated.text(excInfo));
        if (error != null && !error.isEmpty()) {
            return new StoredResult(StoredResult.Type.FAILED, true, null, error, null, null);
        } else if (value != null && value.length > 0) {
            ReturnValue returned = read(value, serializer);
            return new StoredResult(
                    StoredResult.Type.SUCCESSFUL, returned.readable(), returned.value(), null, null, null);
        }
        return null;
    }

    private ReturnValue read(byte @Nullable [] bytes, Serializer serializer) {
        if (bytes == null) {
            return ReturnValue.NOT;
        }
        return switch (serializer) {
            case JSON -> ReturnValue.json(bytes, json);
            case PICKLE -> ReturnValue.pickle(bytes);
        };
    }

    /** As RQ's {@code Job.restore}: what is not compressed is taken as it is. */
    private static String orPlain(byte[] raw, @Nullable String inflated) {
        return inflated == null ? Inflated.cut(raw, raw.length) : inflated;
    }

    private static byte @Nullable [] unbase64(byte[] text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Instant time(String entryId) {
        try {
            return Instant.ofEpochMilli(Long.parseLong(entryId.split("-", 2)[0]));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
