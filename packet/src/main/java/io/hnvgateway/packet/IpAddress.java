package io.hnvgateway.packet;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/// An address of either family as 128 bits; an IPv4 address is `::ffff:a.b.c.d` (RFC 4291
/// §2.5.5.2). On the data path it is the two bare `long`s, high and low.
///
/// So every table that decides where a packet goes knows one kind of address, and the two families
/// cannot meet in it: no packet on the wire carries a mapped address, see [Ipv6Parser].
///
/// @param high the first 64 bits as one big-endian number
/// @param low the last 64 bits as one big-endian number
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final long LOW_32 = 0xffff_ffffL;

    /// Reads dotted decimal, or the text form of RFC 4291 §2.2 without a zone.
    ///
    /// @throws IllegalArgumentException naming the text and the rule
    public static IpAddress parse(String text) {
        return text.indexOf(':') < 0
                ? ofIpv4(Ipv4Address.parse(text).bits())
                : Ipv6Text.parse(text);
    }

    public static IpAddress ofIpv4(int bits) {
        return new IpAddress(0, mapped(bits));
    }

    public static IpAddress of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address
                ? ofIpv4(bytes.getInt())
                : new IpAddress(bytes.getLong(), bytes.getLong());
    }

    /// The low 64 bits of an IPv4 address; the high ones are 0.
    public static long mapped(int ipv4) {
        return MAPPED | Integer.toUnsignedLong(ipv4);
    }

    /// Whether the two halves are an IPv4 address.
    public static boolean isIpv4(long high, long low) {
        return high == 0 && (low & ~LOW_32) == MAPPED;
    }

    public boolean isIpv4() {
        return isIpv4(high, low);
    }

    /// The IPv4 address as one big-endian number; of no meaning for IPv6.
    public int ipv4Bits() {
        return (int) low;
    }

    /// In unsigned order: IPv4 lies between `::` and `1::`.
    @Override
    public int compareTo(IpAddress other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /// The text of two halves: dotted decimal, or RFC 5952 §4.
    public static String toString(long high, long low) {
        return isIpv4(high, low) ? Ipv4Address.toString((int) low) : Ipv6Text.format(high, low);
    }

    @Override
    public String toString() {
        return toString(high, low);
    }
}
