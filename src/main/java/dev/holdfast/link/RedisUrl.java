package dev.holdfast.link;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Where a node is, how to log in, and whom to trust there.
 *
 * <p>Its text leaves users and passwords out, so it may be logged.
 *
 * @param tls whether every connection is encrypted, its certificate verified, and the host's name compared with it
 * @param addresses the node's one address, or those of the Sentinels that know it
 * @param master what Sentinels call the node; empty if there are none
 * @param user the ACL user, empty for Redis's default user
 * @param password empty for none
 * @param bundle empty for the certificates that the JDK trusts
 * @param sentinelPassword what the Sentinels want to hear, empty for nothing
 */
public record RedisUrl(
        boolean tls,
        List<Address> addresses,
        Optional<String> master,
        int database,
        String user,
        String password,
        Optional<SslBundleName> bundle,
        String sentinelPassword) {

    public RedisUrl {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty() || (master.isEmpty() && addresses.size() > 1)) {
            throw new IllegalArgumentException("a node has one address, or Sentinels");
        }
    }

    /**
     * Reads a URL.
     *
     * @param setting the name under which an operator set it, for the message
     * @throws IllegalArgumentException if it is none; the message never repeats the text, which may hold a password
     */
    public static RedisUrl parse(String setting, String text) {
        return new RedisUrlParser(setting).parse(text);
    }

    /** The same with these certificates; a blank name is none. */
    RedisUrl withSslBundle(String setting, String name) {
        if (name.isBlank()) {
            return this;
        }
        if (!tls) {
            throw new IllegalArgumentException(setting + " is '" + name + "', but " + scheme()
                    + "://, with which the URL begins, is not encrypted: write "
                    + (master.isPresent() ? "rediss-sentinel://" : "rediss://") + ", or remove the bundle");
        }
        Optional<SslBundleName> named = Optional.of(new SslBundleName(setting, name.strip()));
        return new RedisUrl(tls, addresses, master, database, user, password, named, sentinelPassword);
    }

    /** The same with this password for its Sentinels; a blank one is none. */
    RedisUrl withSentinelPassword(String setting, String secret) {
        if (secret.isBlank()) {
            return this;
        }
        if (master.isEmpty()) {
            throw new IllegalArgumentException(setting + " is set, but the URL begins with " + scheme()
                    + ":// and leads to no Sentinel: remove the password, or write redis-sentinel://");
        }
        return new RedisUrl(tls, addresses, master, database, user, password, bundle, secret);
    }

    /** Whether both are known to lead to the same data, whoever logs in. */
    boolean isSamePlaceAs(RedisUrl other) {
        return database == other.database
                && master.equals(other.master)
                && !Collections.disjoint(addresses, other.addresses);
    }

    private String scheme() {
        return (tls ? "rediss" : "redis") + (master.isPresent() ? "-sentinel" : "");
    }

    @Override
    public String toString() {
        String places =
                String.join(",", addresses.stream().map(Address::toString).toList());
        return scheme() + "://" + places + (database == 0 ? "" : "/" + database)
                + master.map(name -> "#" + name).orElse("");
    }
}
