package dev.holdfast.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.thymeleaf.TemplateSpec;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Writes page and feed from their templates; everything in them that came from outside is escaped there. */
final class Templates {

    private static final String FOLDER = "dev/holdfast/status/";

    private final SpringTemplateEngine engine = new SpringTemplateEngine();
    private final String style = resource("status.css");

    Templates() {
        ClassLoaderTemplateResolver files = new ClassLoaderTemplateResolver(Templates.class.getClassLoader());
        files.setPrefix(FOLDER);
        files.setCharacterEncoding(StandardCharsets.UTF_8.name());
        files.setCheckExistence(false);
        engine.setTemplateResolver(files);
    }

    /** @param refreshes whether the page tells that it looks again by itself */
    byte[] page(StatusView view, boolean refreshes) {
        return write("status.html", TemplateMode.HTML, Map.of("view", view, "refreshes", refreshes, "style", style));
    }

    byte[] feed(StatusFeed feed) {
        return write("status.atom", TemplateMode.XML, Map.of("feed", feed));
    }

    /** What the page may load and run: its own style, its own picture, and nothing else. */
    String policy() {
        return "default-src 'none'; style-src 'sha256-" + hash(style)
                + "'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private byte[] write(String template, TemplateMode mode, Map<String, Object> values) {
        return engine.process(new TemplateSpec(template, mode), new Context(Locale.ENGLISH, values))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Templates.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
