package dev.holdfast.webhook;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses belong to everybody. All others lead into somebody's own network: loopback, private and shared
 * ranges, links, the services of clouds that tell secrets, and what IPv6 wraps around any of these.
 */
final class AddressRules {

    /** IANA's special-purpose ranges of IPv4, and the one public address that is a cloud's own (Azure). */
    private static final List<Range> SPECIAL_4 = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            "168.63.129.16/32");

    /** The part of IPv6 that is given out; what lies elsewhere is special. */
    private static final Range GLOBAL_6 = Range.of("2000::/3");

    /** What is special within it: Teredo and its kin, documentation, and 6to4, which wraps an IPv4 address. */
    private static final List<Range> SPECIAL_6 = ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /** How a network without IPv4 writes an IPv4 address, in the last four bytes. */
    private static final Range TRANSLATED = Range.of("64:ff9b::/96");

    /** ::ffff:0:0/96, which the JDK reads as an IPv4 address when it is written so. */
    private static final Range MAPPED = new Range(16, 96, BigInteger.valueOf(0xffff));

    private AddressRules() {}

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return isPublic4(bytes);
        }
        if (TRANSLATED.contains(bytes) || MAPPED.contains(bytes)) {
            return isPublic4(Arrays.copyOfRange(bytes, 12, 16));
        }
        return GLOBAL_6.contains(bytes) && SPECIAL_6.stream().noneMatch(range -> range.contains(bytes));
    }

    private static boolean isPublic4(byte[] bytes) {
        return SPECIAL_4.stream().noneMatch(range -> range.contains(bytes));
    }

    private static List<Range> ranges(String... texts) {
        return Stream.of(texts).map(Range::of).toList();
    }

    /**
     * Addresses that begin with the same bits.
     *
     * @param length how many bytes they have
     * @param bits how many bits are the same
     * @param prefix those bits
     */
    private record Range(int length, int bits, BigInteger prefix) {

        static Range of(String text) {
            String[] parts = text.split("/", 2);
            int bits = Integer.parseInt(parts[1]);
            try {
                byte[] first = InetAddress.getByName(parts[0]).getAddress();
                return new Range(first.length, bits, prefix(first, bits));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(text + " is no range", e);
            }
        }

        boolean contains(byte[] address) {
            return address.length == length && prefix(address, bits).equals(prefix);
        }

        private static BigInteger prefix(byte[] address, int bits) {
            return new BigInteger(1, address).shiftRight(Byte.SIZE * address.length - bits);
        }
    }
}
