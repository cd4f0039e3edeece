package dev.holdfast.lifecycle;

import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where clients ask what became of a job, and take it back. */
@RestController
final class JobController {

    private final JobDesk desk;
    private final CancelDesk cancellations;

    JobController(JobDesk desk, CancelDesk cancellations) {
        this.desk = desk;
        this.cancellations = cancellations;
    }

    @GetMapping("/jobs/{id}")
    ResponseEntity<Map<String, Object>> job(@PathVariable("id") String id) {
        return desk.whatBecameOf(id);
    }

    @DeleteMapping("/jobs/{id}")
    ResponseEntity<Map<String, Object>> delete(@PathVariable("id") String id) {
        return cancellations.cancel(id);
    }

    @PostMapping("/jobs/{id}/cancel")
    ResponseEntity<Map<String, Object>> cancel(@PathVariable("id") String id) {
        return cancellations.cancel(id);
    }
}
