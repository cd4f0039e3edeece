package dev.holdfast.submission;

import dev.holdfast.rq.Webhook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one element of the member {@code webhooks}: {@code {"url": "https://…", "job_status": "finished"}}, with RQ's
 * defaults for {@code method}, {@code headers} and {@code timeout}.
 *
 * <p>A worker only logs what it cannot send, so it is refused here.
 */
final class WebhookReader {

    private static final int MOST_WEBHOOKS = 10;
    private static final int LONGEST_URL = 2000;
    private static final int DEFAULT_TIMEOUT = 10;
    private static final Shape SHAPE = new Shape(
            "a webhook",
            "an object with 'url' and 'job_status'",
            List.of("url", "job_status", "method", "headers", "timeout"));
    private static final List<String> JOB_STATUSES = List.of("finished", "failed");
    private static final List<String> METHODS = List.of("GET", "POST");

    /** Scheme, host and port; Python sends no name and password that stand before the host, and no other characters. */
    private static final Pattern URL = Pattern.compile(
            "[Hh][Tt][Tt][Pp][Ss]?://(?:\\[[0-9A-Fa-f:.]++]|[^/?#@:\\[\\]]++)(?::[0-9]{1,5})?(?:[/?#][!-~]*+)?");

    private static final Pattern VISIBLE = Pattern.compile("[!-~]*+");

    private final Violations violations;
    private @Nullable String url;
    private @Nullable String jobStatus;
    private String method = "GET";
    private Map<String, String> headers = Map.of();
    private int timeout = DEFAULT_TIMEOUT;

    private WebhookReader(Violations violations) {
        this.violations = violations;
    }

    /** The webhooks in this value, without those that break a rule, which is then told. */
    static List<Webhook> read(Object value, String pointer, Violations violations) {
        List<Webhook> read = new ArrayList<>();
        List<@Nullable Object> elements = Typed.array(value, pointer, violations);
        if (elements.size() > MOST_WEBHOOKS) {
            violations.add(
                    pointer,
                    ViolationCode.OUT_OF_RANGE,
                    "has " + elements.size() + " webhooks, limit is " + MOST_WEBHOOKS);
            return read;
        }
        Elements.visit(elements, pointer, violations, (element, place) -> {
            Webhook webhook = new WebhookReader(violations).read(element, place);
            if (webhook != null) {
                read.add(webhook);
            }
        });
        return read;
    }

    private @Nullable Webhook read(@Nullable Object value, String pointer) {
        Shape.require(value, "url", pointer, "an http:// or https:// URL", violations);
        Shape.require(value, "job_status", pointer, "\"finished\" or \"failed\"", violations);
        SHAPE.visit(value, pointer, violations, this::readMember);
        return url == null || jobStatus == null ? null : new Webhook(url, jobStatus, method, headers, timeout);
    }

    private void readMember(Member member) {
        switch (member.name()) {
            case "url" -> url = url(member.value(), member.pointer());
            case "job_status" -> jobStatus = oneOf(JOB_STATUSES, member.value(), member.pointer());
            case "method" -> {
                String word = oneOf(METHODS, member.value(), member.pointer());
                method = word == null ? method : word;
            }
            case "headers" -> headers = new HeadersReader(violations).read(member.value(), member.pointer());
            default -> {
                Integer seconds = Seconds.WEBHOOK_TIMEOUT.read(member.value(), member.pointer(), violations);
                timeout = seconds == null ? timeout : seconds;
            }
        }
    }

    /** Never shows the URL: it may hold a secret. */
    private @Nullable String url(Object value, String pointer) {
        if (!(value instanceof String text)) {
            violations.add(pointer, ViolationCode.WRONG_TYPE, "is " + Shown.kindOf(value) + ", must be a string");
        } else if (text.length() > LONGEST_URL) {
            violations.add(
                    pointer,
                    ViolationCode.INVALID_URL,
                    "has " + text.length() + " characters, limit is " + LONGEST_URL);
        } else if (!VISIBLE.matcher(text).matches()) {
            violations.add(
                    pointer,
                    ViolationCode.INVALID_URL,
                    "has white space or characters outside ASCII, write them as %20 and the like");
        } else if (!URL.matcher(text).matches()) {
            violations.add(
                    pointer,
                    ViolationCode.INVALID_URL,
                    "is no URL that a worker can send to, must be http:// or https:// and a host; a name and password"
                            + " go into 'headers'");
        } else {
            return text;
        }
        return null;
    }

    private @Nullable String oneOf(List<String> words, Object value, String pointer) {
        if (value instanceof String word && words.contains(word)) {
            return word;
        }
        violations.add(
                pointer,
                value instanceof String ? ViolationCode.INVALID_TEXT : ViolationCode.WRONG_TYPE,
                "is " + Shown.value(value) + ", must be \"" + String.join("\" or \"", words) + '"');
        return null;
    }
}
