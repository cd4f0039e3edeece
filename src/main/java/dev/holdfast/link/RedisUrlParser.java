package dev.holdfast.link;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the address of a node as an operator writes it, percent-encoded as in RFC 3986. */
final class RedisUrlParser {

    private static final int REDIS_PORT = 6379;
    private static final int SENTINEL_PORT = 26_379;
    /** As RFC 3986 takes a URI apart; {@code java.net.URI} knows no authority with several hosts. */
    private static final Pattern URL = Pattern.compile(
            "(?<scheme>[^:/?#]+):(//(?<authority>[^/?#]*))?(?<path>[^?#]*)(?<query>\\?[^#]*)?(#(?<fragment>.*))?");

    private static final Pattern ADDRESS =
            Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:(?<port>\\d{0,9}))?");

    private final String setting;

    RedisUrlParser(String setting) {
        this.setting = setting;
    }

    RedisUrl parse(String text) {
        Matcher url = URL.matcher(text.strip());
        String scheme = url.matches() ? url.group("scheme").toLowerCase(Locale.ROOT) : "";
        return switch (scheme) {
            case "redis", "rediss" -> single(scheme, url);
            case "redis-sentinel", "rediss-sentinel" -> behindSentinels(scheme, url);
            default -> throw wrong("does not begin with redis://, rediss:// or redis-sentinel://", false);
        };
    }

    private RedisUrl single(String scheme, Matcher url) {
        if (url.group("query") != null || url.group("fragment") != null) {
            throw wrong("has a query or a fragment, which mean nothing here", false);
        }
        String authority = part(url, "authority");
        List<Address> addresses = addresses(authority, REDIS_PORT, false);
        if (addresses.size() > 1) {
            throw wrong("names several hosts, which only redis-sentinel:// may", false);
        }
        return url(scheme, authority, part(url, "path"), addresses, Optional.empty());
    }

    private RedisUrl behindSentinels(String scheme, Matcher url) {
        if (url.group("query") != null) {
            throw wrong("has a query, which means nothing here", true);
        }
        String master = decoded(part(url, "fragment"), true);
        if (master.isBlank()) {
            throw wrong("does not say which master the Sentinels watch", true);
        }
        String authority = part(url, "authority");
        List<Address> sentinels = addresses(authority, SENTINEL_PORT, true);
        return url(scheme, authority, part(url, "path"), sentinels, Optional.of(master));
    }

    private RedisUrl url(
            String scheme, String authority, String path, List<Address> addresses, Optional<String> master) {
        String[] login = login(authority, master.isPresent());
        int database = database(path, master.isPresent());
        boolean tls = scheme.startsWith("rediss");
        return new RedisUrl(tls, addresses, master, database, login[0], login[1], Optional.empty(), "");
    }

    private List<Address> addresses(String authority, int usualPort, boolean sentinel) {
        List<Address> addresses = new ArrayList<>();
        for (String text : authority.substring(authority.lastIndexOf('@') + 1).split(",", -1)) {
            Matcher address = ADDRESS.matcher(text);
            if (!address.matches()) {
                boolean none = text.isEmpty() || text.startsWith(":");
                throw wrong(none ? "names no host" : "has a host that cannot be one", sentinel);
            }
            String port = address.group("port");
            int number = port == null || port.isEmpty() ? usualPort : Integer.parseInt(port);
            if (number < 1 || number > 65_535) {
                throw wrong("has a port outside 1 to 65535", sentinel);
            }
            addresses.add(new Address(address.group("host").toLowerCase(Locale.ROOT), number));
        }
        return addresses;
    }

    private int database(String path, boolean sentinel) {
        if (path.isEmpty() || path.equals("/")) {
            return 0;
        }
        if (!path.matches("/\\d{1,5}")) {
            throw wrong("has a path that is not the number of a database", sentinel);
        }
        return Integer.parseInt(path.substring(1));
    }

    private String[] login(String authority, boolean sentinel) {
        int at = authority.lastIndexOf('@');
        if (at < 0) {
            return new String[] {"", ""};
        }
        int colon = authority.substring(0, at).indexOf(':');
        if (colon < 0) {
            throw wrong("has a user without a password: write user:password@ or :password@", sentinel);
        }
        return new String[] {
            decoded(authority.substring(0, colon), sentinel), decoded(authority.substring(colon + 1, at), sentinel)
        };
    }

    private String decoded(String text, boolean sentinel) {
        try {
            // URLDecoder reads forms, where a plus is a space; in a URL a plus is a plus.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException quotesThePassword) {
            throw wrong("has a % that encodes nothing: write %25", sentinel);
        }
    }

    private static String part(Matcher url, String name) {
        String part = url.group(name);
        return part == null ? "" : part;
    }

    private IllegalArgumentException wrong(String what, boolean sentinel) {
        String form = sentinel
                ? "redis-sentinel://[user:password@]host[:port][,host2[:port2]][/db]#master-name"
                : "redis://[user:password@]host[:port][/db]";
        return new IllegalArgumentException(setting + " " + what + ": use " + form);
    }
}
