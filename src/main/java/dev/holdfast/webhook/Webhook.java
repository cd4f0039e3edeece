package dev.holdfast.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Somebody who is told. The path of a URL is a secret with many receivers, so only its host is ever shown.
 *
 * @param number its place in the setting, counted from 1
 */
record Webhook(int number, URI url) {

    /** How a host ends that a resolver may take for a number, such as 2130706433 or 0x7f.1, which mean 127.0.0.1. */
    private static final Pattern NUMBER_AT_THE_END = Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)\\.?");

    private static final Pattern FOUR_DECIMALS = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

    /**
     * The webhook with this URL.
     *
     * @param allowPrivate whether it may lie in the own network, where it may do without TLS
     * @throws IllegalArgumentException when it cannot be used; the message does not show it
     */
    static Webhook parse(int number, String text, boolean allowPrivate) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException unreadable) {
            throw refused(number, "is no URL");
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw refused(number, "does not begin with https://");
        }
        if (scheme.equals("http") && !allowPrivate) {
            throw refused(
                    number,
                    "begins with http://: use https, or for the own network HOLDFAST_INCIDENT_WEBHOOK_ALLOW_PRIVATE");
        }
        String host = url.getHost();
        if (host == null) {
            throw refused(number, "names no host");
        }
        if (url.getRawUserInfo() != null) {
            throw refused(number, "has a user or a password in it: leave them out, messages are signed");
        }
        if (NUMBER_AT_THE_END.matcher(host).matches()
                && !FOUR_DECIMALS.matcher(host).matches()) {
            throw refused(number, "has a number for a host: write an IPv4 address as four decimal numbers");
        }
        if (!allowPrivate && !mayBePublic(host)) {
            throw refused(
                    number,
                    "leads into the own network: if that is meant, set HOLDFAST_INCIDENT_WEBHOOK_ALLOW_PRIVATE=true");
        }
        return new Webhook(number, url);
    }

    /** Decides at once what needs no name service; what a name leads to is checked at each attempt. */
    private static boolean mayBePublic(String host) {
        if (!host.startsWith("[") && !FOUR_DECIMALS.matcher(host).matches()) {
            return !host.equalsIgnoreCase("localhost");
        }
        try {
            return AddressRules.isPublic(InetAddress.getByName(host));
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }

    private static IllegalArgumentException refused(int number, String objection) {
        return new IllegalArgumentException(
                "HOLDFAST_INCIDENT_WEBHOOKS cannot be used (its value is not shown): URL " + number + " " + objection);
    }

    String host() {
        return url.getHost();
    }

    boolean isEncrypted() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /** A name for what is kept for this URL, the same after a restart, and wherever the URL then stands. */
    String key() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(url.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return number + " (" + host() + ")";
    }
}
