package dev.holdfast.lifecycle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.ResponseEntity;

/**
 * What is answered to who asks what became of a job.
 *
 * @param last whether the answer stays the same, so that nobody needs to wait for another
 */
record JobAnswer(ResponseEntity<Map<String, Object>> response, boolean last) {

    /** The same, for somebody who has waited in vain for the job's end. */
    ResponseEntity<Map<String, Object>> afterWaiting() {
        Map<String, Object> told = response.getBody();
        if (last || told == null || !response.getStatusCode().is2xxSuccessful()) {
            return response;
        }
        Map<String, Object> members = new LinkedHashMap<>(told);
        members.put("timed_out", true);
        return ResponseEntity.status(response.getStatusCode())
                .headers(response.getHeaders())
                .body(members);
    }
}
