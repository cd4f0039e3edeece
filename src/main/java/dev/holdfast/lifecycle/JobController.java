package dev.holdfast.lifecycle;

import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Where clients ask what became of a job. */
@RestController
final class JobController {

    private final JobDesk desk;

    JobController(JobDesk desk) {
        this.desk = desk;
    }

    @GetMapping("/jobs/{id}")
    ResponseEntity<Map<String, Object>> job(@PathVariable("id") String id) {
        return desk.whatBecameOf(id);
    }
}
