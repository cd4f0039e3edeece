package dev.holdfast.watch;

import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Where clients ask how it is with the queues. */
@RestController
final class QueueController {

    private final QueueDesk desk;

    QueueController(QueueDesk desk) {
        this.desk = desk;
    }

    @GetMapping("/queues")
    ResponseEntity<Map<String, Object>> all() {
        return desk.all();
    }

    @GetMapping("/queues/{name}")
    ResponseEntity<Map<String, Object>> one(@PathVariable("name") String name) {
        return desk.one(name);
    }
}
