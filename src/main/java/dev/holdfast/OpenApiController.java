package dev.holdfast;

import java.io.IOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves {@code docs/openapi.yaml}, which the build puts beside the classes. */
@RestController
final class OpenApiController {

    private static final MediaType YAML = MediaType.parseMediaType("application/yaml");

    private final byte[] document;

    OpenApiController() throws IOException {
        document = new ClassPathResource("openapi.yaml").getContentAsByteArray();
    }

    @GetMapping("/openapi.yaml")
    ResponseEntity<byte[]> document() {
        return ResponseEntity.ok().contentType(YAML).body(document);
    }
}
