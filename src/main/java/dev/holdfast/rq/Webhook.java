package dev.holdfast.rq;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that a worker of RQ 2.10 or later makes when a job has ended: RQ's {@code Webhook}, in the members of its
 * {@code to_dict}.
 *
 * @param jobStatus {@code finished} or {@code failed}
 * @param method {@code GET} or {@code POST}
 * @param timeout seconds, above zero
 */
public record Webhook(String url, String jobStatus, String method, Map<String, String> headers, int timeout) {

    public Webhook {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** As RQ's {@code to_dict} has it, in its order. */
    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("url", url);
        members.put("job_status", jobStatus);
        members.put("method", method);
        members.put("headers", headers.isEmpty() ? null : headers);
        members.put("timeout", timeout);
        return members;
    }

    /** Names neither address nor headers: they may hold secrets. */
    @Override
    public String toString() {
        return "Webhook{" + method + " when " + jobStatus + "}";
    }
}
