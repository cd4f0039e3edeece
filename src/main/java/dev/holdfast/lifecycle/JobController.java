package dev.holdfast.lifecycle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Where clients ask what became of a job, take it back, or have it tried again. */
@RestController
final class JobController {

    private static final String AT_FRONT = "at_front";

    private final JobDesk desk;
    private final WaitingRoom room;
    private final ChangeDesk changes;

    JobController(JobDesk desk, WaitingRoom room, ChangeDesk changes) {
        this.desk = desk;
        this.room = room;
        this.changes = changes;
    }

    @GetMapping("/jobs/{id}")
    ResponseEntity<Map<String, Object>> job(@PathVariable("id") String id) {
        return desk.whatBecameOf(id).response();
    }

    @GetMapping(path = "/jobs/{id}", params = "wait")
    DeferredResult<ResponseEntity<Map<String, Object>>> endedJob(
            @PathVariable("id") String id, @RequestParam("wait") String wait) {
        return WaitTime.of(wait)
                .map(time -> room.whenEnded(id, time))
                .orElseGet(() -> at(Refusals.noWait(WaitTime.shown(wait)).toResponse()));
    }

    private static DeferredResult<ResponseEntity<Map<String, Object>>> at(ResponseEntity<Map<String, Object>> once) {
        DeferredResult<ResponseEntity<Map<String, Object>>> result = new DeferredResult<>();
        result.setResult(once);
        return result;
    }

    @DeleteMapping("/jobs/{id}")
    ResponseEntity<Map<String, Object>> delete(
            @PathVariable("id") String id, @RequestParam Map<String, String> options) {
        return unless(others(options), () -> changes.delete(id));
    }

    @PostMapping("/jobs/{id}/cancel")
    ResponseEntity<Map<String, Object>> cancel(
            @PathVariable("id") String id, @RequestParam Map<String, String> options) {
        return unless(others(options), () -> changes.cancel(id));
    }

    @PostMapping("/jobs/{id}/requeue")
    ResponseEntity<Map<String, Object>> requeue(
            @PathVariable("id") String id, @RequestParam Map<String, String> options) {
        String atFront = options.getOrDefault(AT_FRONT, "false");
        return unless(others(options, AT_FRONT), () -> switch (atFront) {
            case "true" -> changes.requeue(id, true);
            case "false" -> changes.requeue(id, false);
            default -> Refusals.noFlag(AT_FRONT).toResponse();
        });
    }

    /** What is asked for and does not exist: RQ has options that would change what becomes of other jobs. */
    private static Optional<String> others(Map<String, String> options, String... known) {
        return options.keySet().stream()
                .filter(name -> !List.of(known).contains(name))
                .findFirst();
    }

    private static ResponseEntity<Map<String, Object>> unless(
            Optional<String> other, Supplier<ResponseEntity<Map<String, Object>>> change) {
        return other.map(name -> Refusals.noOption(WaitTime.shown(name)).toResponse())
                .orElseGet(change);
    }
}
