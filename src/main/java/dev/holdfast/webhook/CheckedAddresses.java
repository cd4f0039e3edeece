package dev.holdfast.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Where a webhook's name leads, if it may lead there. The client connects to the very addresses that were checked, so
 * that a name which leads elsewhere a moment later changes nothing.
 */
final class CheckedAddresses implements DnsResolver {

    /** Each may take as long as a connection may. */
    private static final int MOST_TRIED = 2;

    private final DnsResolver names;
    private final boolean allowPrivate;
    private final boolean encrypted;

    /** @param encrypted whether what is sent there cannot be read on the way; if it can, it stays in the own network */
    CheckedAddresses(DnsResolver names, boolean allowPrivate, boolean encrypted) {
        this.names = names;
        this.allowPrivate = allowPrivate;
        this.encrypted = encrypted;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = names.resolve(host);
        if (addresses == null || addresses.length == 0) {
            throw new UnknownHostException(host);
        }
        for (InetAddress address : addresses) {
            boolean isPublic = AddressRules.isPublic(address);
            if (isPublic ? !encrypted : !allowPrivate) {
                throw new AddressRefused();
            }
        }
        return Arrays.copyOf(addresses, Math.min(addresses.length, MOST_TRIED));
    }

    /** Not asked for, as nothing here logs in by name. */
    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** The name leads to where this service must not speak. */
    static final class AddressRefused extends UnknownHostException {

        private static final long serialVersionUID = 1L;
    }
}
