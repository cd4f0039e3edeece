package dev.holdfast.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docs/openapi.yaml}, as it stands in the sources. */
public final class OpenApiDocument {

    private static final Path FILE = Path.of("docs/openapi.yaml");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");

    private final JsonNode root;

    public OpenApiDocument() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(100);
        root = new ObjectMapper().valueToTree(new Yaml(new SafeConstructor(options)).<Object>load(text()));
    }

    public static String text() {
        try {
            return Files.readString(FILE);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    public JsonNode root() {
        return root;
    }

    /** The operation of a method at a path, such as {@code post} and {@code /enqueue}. */
    public JsonNode operation(String method, String path) {
        return root.get("paths").get(path).get(method);
    }

    /** Methods and paths, such as {@code GET /jobs/{id}}. */
    public Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        root.get("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(name -> {
                    if (METHODS.contains(name)) {
                        routes.add(name.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return routes;
    }

    /** What a reference such as {@code #/components/schemas/Receipt} leads to; missing if it leads nowhere. */
    public JsonNode at(String reference) {
        return root.at(reference.substring(1));
    }
}
