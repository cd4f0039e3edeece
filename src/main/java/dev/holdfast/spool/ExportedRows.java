package dev.holdfast.spool;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that the rows say, page by page, as members of JSON objects; damaged rows, too. For one thread. */
final class ExportedRows {

    private static final int ROWS = 200;
    /** What may be in memory because of one page. */
    private static final long BYTES = 4_000_000;

    private static final String PAGE = "SELECT seq, state, dataset, sent, arrived, reason, claims, " + Row.COLUMNS
            + " FROM job WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT " + ROWS;

    private ExportedRows() {}

    /**
     * Some rows.
     *
     * @param last the number of the last of them
     */
    record Page(List<Map<String, Object>> rows, long last) {}

    /** The first rows with numbers above {@code after}, up to {@code end}; none if there are no more. */
    static Page page(SpoolFile file, long after, long end) throws SQLException {
        PreparedStatement query = file.of(PAGE);
        query.setLong(1, after);
        query.setLong(2, end);
        List<Map<String, Object>> page = new ArrayList<>();
        long last = after;
        long bytes = 0;
        try (ResultSet rows = query.executeQuery()) {
            while (bytes < BYTES && rows.next()) {
                byte[] joined = rows.getBytes("hash");
                bytes += joined == null ? 0 : joined.length;
                last = rows.getLong("seq");
                page.add(members(rows, joined));
            }
        }
        return new Page(page, last);
    }

    private static Map<String, Object> members(ResultSet rows, byte @Nullable [] joined) throws SQLException {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("seq", rows.getLong("seq"));
        put(members, "id", rows.getString("id"));
        put(members, "queue", rows.getString("queue"));
        int state = rows.getInt("state");
        members.put("state", word(state));
        put(members, "node", node(state));
        put(members, "dataset", rows.getString("dataset"));
        put(members, "reason", rows.getString("reason"));
        put(members, "since", time(rows, "since"));
        put(members, "sent", time(rows, "sent"));
        put(members, "arrived", time(rows, "arrived"));
        members.put("claims", rows.getLong("claims"));
        put(members, "fingerprint", rows.getString("fingerprint"));
        members.put("remembered_s", rows.getLong("remembered"));
        long ttl = rows.getLong("ttl");
        put(members, "ttl_s", rows.wasNull() ? null : ttl);
        members.put("at_front", rows.getBoolean("at_front"));
        put(members, "terms", rows.getString("terms"));
        members.put("intact", Row.read(rows) != null);
        put(members, joined, "hash");
        return members;
    }

    /** The fields by their names; of what is no list of fields any more the bytes as they are. */
    private static void put(Map<String, Object> members, byte @Nullable [] joined, String member) {
        List<byte[]> parts = joined == null ? null : Parts.of(joined);
        if (parts == null || parts.size() % 2 != 0) {
            put(members, "raw", joined);
            return;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i += 2) {
            fields.put(new String(parts.get(i), StandardCharsets.UTF_8), parts.get(i + 1));
        }
        members.put(member, fields);
    }

    private static void put(Map<String, Object> members, String member, @Nullable Object value) {
        if (value != null) {
            members.put(member, value);
        }
    }

    private static @Nullable String time(ResultSet rows, String column) throws SQLException {
        long millis = rows.getLong(column);
        return rows.wasNull() ? null : Instant.ofEpochMilli(millis).toString();
    }

    /** Not by way of {@link RowState}: a damaged row may have another number. */
    private static String word(int state) {
        return switch (state) {
            case 0 -> "waiting";
            case 1, 2 -> "sent";
            case 3 -> "set_aside";
            case 4, 5, 6 -> "withdrawn";
            default -> "unknown";
        };
    }

    private static @Nullable String node(int state) {
        return switch (state) {
            // Of what is withdrawn: the node that has not answered for it.
            case 1, 6 -> "primary";
            case 2, 5 -> "standby";
            default -> null;
        };
    }
}
