package dev.holdfast.link;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a node is and how to log in: {@code redis://[[user]:password@]host[:port][/db]}, percent-encoded as in RFC 3986.
 *
 * <p>Its text leaves user and password out, so it may be logged.
 *
 * @param user the ACL user, empty for Redis's default user
 * @param password empty for none
 */
public record RedisUrl(String host, int port, int database, String user, String password) {

    private static final int DEFAULT_PORT = 6379;

    /**
     * Reads a URL.
     *
     * @param setting the name under which an operator set it, for the message
     * @throws IllegalArgumentException if it is none; the message never repeats the text, which may hold a password
     */
    public static RedisUrl parse(String setting, String text) {
        URI uri;
        try {
            uri = URI.create(text.strip());
        } catch (IllegalArgumentException malformed) {
            throw wrong(setting, "is not a URL", malformed);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.equals("rediss") || scheme.startsWith("redis-sentinel")) {
            throw wrong(setting, "has the scheme " + scheme + "://, which this version does not know yet", null);
        }
        if (!scheme.equals("redis")) {
            throw wrong(setting, "does not begin with redis://", null);
        }
        if (uri.getHost() == null) {
            throw wrong(setting, "names no host", null);
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw wrong(setting, "has a query or a fragment, which mean nothing here", null);
        }
        int port = uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort();
        if (port < 1 || port > 65_535) {
            throw wrong(setting, "has a port outside 1 to 65535", null);
        }
        String[] login = login(setting, uri.getRawUserInfo());
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return new RedisUrl(host, port, database(setting, uri.getRawPath()), login[0], login[1]);
    }

    /** Whether both lead to the same data, whoever logs in. */
    boolean isSamePlaceAs(RedisUrl other) {
        return host.equals(other.host) && port == other.port && database == other.database;
    }

    private static int database(String setting, @Nullable String path) {
        if (path == null || path.isEmpty() || path.equals("/")) {
            return 0;
        }
        if (!path.matches("/\\d{1,5}")) {
            throw wrong(setting, "has a path that is not the number of a database", null);
        }
        return Integer.parseInt(path.substring(1));
    }

    private static String[] login(String setting, @Nullable String userInfo) {
        if (userInfo == null) {
            return new String[] {"", ""};
        }
        int colon = userInfo.indexOf(':');
        if (colon < 0) {
            throw wrong(setting, "has a user without a password: write user:password@ or :password@", null);
        }
        return new String[] {decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1))};
    }

    private static String decoded(String text) {
        // URLDecoder reads forms, where a plus is a space; in a URL a plus is a plus.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException wrong(String setting, String what, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                setting + " " + what + ": use redis://[user:password@]host[:port][/db]", cause);
    }

    @Override
    public String toString() {
        return "redis://" + host + ":" + port + (database == 0 ? "" : "/" + database);
    }
}
