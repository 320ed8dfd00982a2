package io.hnvgateway.packet;

/// A prefix of either family; bits behind the prefix length are zero. That of an IPv4 prefix counts
/// the 96 bits before the mapped address too, so that one comparison serves both families.
///
/// @param address network address
/// @param bits 0..128; of an IPv4 prefix 96..128
public record IpPrefix(IpAddress address, int bits) implements Comparable<IpPrefix> {
    public static final IpPrefix ALL_IPV4 = new IpPrefix(IpAddress.ofIpv4(0), 96);
    public static final IpPrefix ALL_IPV6 = new IpPrefix(new IpAddress(0, 0), 0);
    private static final int MAPPED_BITS = 96;
    private static final int MOST = 128;

    public IpPrefix {
        if (bits < (address.isIpv4() ? MAPPED_BITS : 0) || bits > MOST) {
            throw new IllegalArgumentException(
                    address + ": prefix length must be 0.." + (address.isIpv4() ? 32 : MOST));
        }
        if ((address.high() & ~highMask(bits)) != 0 || (address.low() & ~lowMask(bits)) != 0) {
            throw new IllegalArgumentException(
                    text(address, bits) + ": bits behind the prefix length must be zero");
        }
    }

    /// Reads `address/length`.
    ///
    /// @throws IllegalArgumentException naming the text and the rule
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
            throw new IllegalArgumentException(text + ": a prefix is address/length");
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash));
        int length = Integer.parseInt(text.substring(slash + 1));
        return new IpPrefix(address, length + (address.isIpv4() ? MAPPED_BITS : 0));
    }

    /// The prefix that holds `address`.
    ///
    /// @param length as written: 0..32 or 0..128
    public static IpPrefix of(IpAddress address, int length) {
        int bits = length + (address.isIpv4() ? MAPPED_BITS : 0);
        return new IpPrefix(
                new IpAddress(address.high() & highMask(bits), address.low() & lowMask(bits)),
                bits);
    }

    public static IpPrefix of(Ipv4Prefix prefix) {
        return new IpPrefix(IpAddress.ofIpv4(prefix.bits()), prefix.length() + MAPPED_BITS);
    }

    public static IpPrefix host(IpAddress address) {
        return new IpPrefix(address, MOST);
    }

    private static long highMask(int bits) {
        return bits == 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits);
    }

    private static long lowMask(int bits) {
        return bits <= 64 ? 0 : -1L << (MOST - bits);
    }

    public boolean isIpv4() {
        return address.isIpv4();
    }

    /// The IPv4 prefix; of no meaning for IPv6.
    public Ipv4Prefix ipv4() {
        return new Ipv4Prefix(address.ipv4Bits(), length());
    }

    /// The prefix length as written: 0..32 or 0..128.
    public int length() {
        return isIpv4() ? bits - MAPPED_BITS : bits;
    }

    /// Whether the address lies in it. `::/0` and other short IPv6 prefixes hold no IPv4 address.
    public boolean contains(long high, long low) {
        return (high & highMask(bits)) == address.high()
                && (low & lowMask(bits)) == address.low()
                && (bits >= MAPPED_BITS || !IpAddress.isIpv4(high, low));
    }

    public boolean contains(IpAddress other) {
        return contains(other.high(), other.low());
    }

    public boolean overlaps(IpPrefix other) {
        return isIpv4() == other.isIpv4() && (contains(other.address) || other.contains(address));
    }

    public IpAddress first() {
        return address;
    }

    public IpAddress last() {
        return new IpAddress(address.high() | ~highMask(bits), address.low() | ~lowMask(bits));
    }

    /// By address, then the longer prefix later.
    @Override
    public int compareTo(IpPrefix other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(bits, other.bits);
    }

    private static String text(IpAddress address, int bits) {
        return address + "/" + (address.isIpv4() ? bits - MAPPED_BITS : bits);
    }

    @Override
    public String toString() {
        return text(address, bits);
    }
}
