package io.hnvgateway.provider.value;

/// An address of either family as 128 bits; an IPv4 address is `::ffff:a.b.c.d` (RFC 4291
/// §2.5.5.2), which no text of an IPv6 address is read as.
///
/// @param high the first 64 bits in network order
/// @param low the last 64 bits in network order
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final long LOW_32 = 0xffff_ffffL;
    private static final int LINK_LOCAL = 0xfe80 >>> 6;

    public static IpAddress ofIpv4(int bits) {
        return new IpAddress(0, MAPPED | Integer.toUnsignedLong(bits));
    }

    /// Reads dotted decimal, or the text form of RFC 4291 §2.2 without a zone.
    public static IpAddress parse(String text) {
        if (text.indexOf(':') < 0) {
            return ofIpv4(Ipv4Text.parse(text, "must be an IP address"));
        }
        IpAddress address = Ipv6Text.parse(text);
        if (address.isIpv4()) {
            throw new InvalidValueException(
                    "must not be an IPv4 address written as IPv6", "did you mean " + address + "?");
        }
        return address;
    }

    /// For what exists in IPv4 only.
    public static IpAddress parseIpv4(String text) {
        if (text.indexOf(':') >= 0) {
            throw new InvalidValueException(
                    "must be an IPv4 address",
                    "ports and public addresses are translated for IPv4 only; IPv6 goes out by"
                            + " directRouting or prefixTranslations");
        }
        return ofIpv4(Ipv4Text.parse(text, "must be an IPv4 address"));
    }

    public boolean isIpv4() {
        return high == 0 && (low & ~LOW_32) == MAPPED;
    }

    /// The address after it; the last one is followed by the first.
    public IpAddress next() {
        return new IpAddress(low == -1L ? high + 1 : high, low + 1);
    }

    /// In network order read as a big-endian int; of no meaning for IPv6.
    public int ipv4Bits() {
        return (int) low;
    }

    /// How many bits an address of its family has: 32 or 128.
    public int bits() {
        return isIpv4() ? 32 : 128;
    }

    /// `0.0.0.0` or `::`.
    public boolean isUnspecified() {
        return high == 0 && (low == 0 || low == MAPPED);
    }

    /// RFC 4291 §2.5.6; an IPv4 address never is: 169.254/16 is a prefix like others here.
    public boolean isLinkLocal() {
        return high >>> 54 == LINK_LOCAL;
    }

    /// 127.0.0.0/8 or ::1.
    public boolean isLoopback() {
        return isIpv4() ? ipv4Bits() >>> 24 == 127 : high == 0 && low == 1;
    }

    /// An address that one host can have and others reach through routers: neither this-network,
    /// loopback, multicast, reserved, broadcast nor link-local of IPv6.
    public boolean isUnicast() {
        if (isIpv4()) {
            int first = ipv4Bits() >>> 24;
            return first != 0 && first != 127 && first < 224;
        }
        boolean unspecifiedOrLoopback = high == 0 && (low == 0 || low == 1);
        return !unspecifiedOrLoopback && high >>> 56 != 0xff && !isLinkLocal();
    }

    /// The first `length` bits of it; `length` as written, 0..32 or 0..128.
    IpAddress network(int length) {
        int kept = length + (isIpv4() ? 96 : 0);
        return new IpAddress(high & highMask(kept), low & lowMask(kept));
    }

    /// The same network, all host bits set. An IPv6 network whose end is taken by the addresses of
    /// IPv4, as `::/80`, ends before them.
    IpAddress last(int length) {
        int kept = length + (isIpv4() ? 96 : 0);
        IpAddress last = new IpAddress(high | ~highMask(kept), low | ~lowMask(kept));
        return last.isIpv4() && !isIpv4() ? new IpAddress(0, MAPPED - 1) : last;
    }

    private static long highMask(int bits) {
        return bits == 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits);
    }

    private static long lowMask(int bits) {
        return bits <= 64 ? 0 : -1L << (128 - bits);
    }

    /// IPv4 before IPv6, each in unsigned order.
    @Override
    public int compareTo(IpAddress other) {
        if (isIpv4() != other.isIpv4()) {
            return isIpv4() ? -1 : 1;
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /// Dotted decimal, or RFC 5952 §4.
    @Override
    public String toString() {
        return isIpv4() ? Ipv4Text.format(ipv4Bits()) : Ipv6Text.format(high, low);
    }
}
