package dev.holdfast.spool;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeStates;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that nobody brings on before an operator has looked at them. For one thread. */
final class StuckRows {

    private static final String COLUMNS = "SELECT id, reason, since FROM job WHERE state = ? ";
    private static final String ASIDE = COLUMNS + "ORDER BY lease, seq LIMIT ?";
    private static final String HELD = COLUMNS + "AND dataset NOT IN ('', ?, ?) ORDER BY lease, seq LIMIT ?";

    private final SpoolFile file;
    private final NodeStates nodes;

    StuckRows(SpoolFile file, NodeStates nodes) {
        this.file = file;
        this.nodes = nodes;
    }

    /**
     * One of them, as an operator sees it.
     *
     * @param state {@code set_aside}, or {@code held} for a node that has other data now
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Stuck(
            @JsonProperty("job_id") String id,
            String state,
            @Nullable String node,
            String reason,
            String since) {}

    List<Stuck> first(int max) throws SQLException {
        List<Stuck> stuck = new ArrayList<>();
        PreparedStatement aside = file.of(ASIDE);
        aside.setInt(1, RowState.SET_ASIDE.code());
        aside.setInt(2, max);
        read(aside, "set_aside", null, stuck);
        for (Node node : Node.values()) {
            // Before it was reached nobody knows whether the node has other data.
            if (file.begun().of(RowState.sentTo(node)) > 0
                    && !nodes.of(node).dataset().isEmpty()) {
                PreparedStatement held = file.of(HELD);
                held.setInt(1, RowState.sentTo(node).code());
                held.setString(2, nodes.primary().dataset());
                held.setString(3, nodes.standby().dataset());
                held.setInt(4, max - stuck.size());
                read(held, "held", node, stuck);
            }
        }
        return stuck;
    }

    private static void read(PreparedStatement query, String state, @Nullable Node node, List<Stuck> into)
            throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                into.add(new Stuck(
                        rows.getString("id"),
                        state,
                        node == null ? null : node.word(),
                        rows.getString("reason"),
                        Instant.ofEpochMilli(rows.getLong("since")).toString()));
            }
        }
    }
}
