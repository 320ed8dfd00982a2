package io.hnvgateway.provider.value;

/// A prefix of either family without host bits, such as `10.0.0.0/24` or `2001:db8::/64`.
///
/// @param length as written: 0..32 or 0..128
public record IpPrefix(IpAddress address, int length) implements Comparable<IpPrefix> {

    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new InvalidValueException(
                    "must be a prefix",
                    "an address and a length as in 10.0.0.0/24 or 2001:db8::/64");
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash).strip());
        IpPrefix prefix = of(address, length(text.substring(slash + 1).strip(), address.bits()));
        if (!prefix.address.equals(address)) {
            throw new InvalidValueException(
                    "has bits set beyond its length", "did you mean " + prefix + "?");
        }
        return prefix;
    }

    /// For what exists in IPv6 only.
    public static IpPrefix parseIpv6(String text) {
        IpPrefix prefix = parse(text);
        if (prefix.isIpv4()) {
            throw new InvalidValueException("must be an IPv6 prefix", "as in 2001:db8::/48");
        }
        return prefix;
    }

    /// The length of a prefix, as it stands behind the slash.
    ///
    /// @param most 32 or 128
    public static int length(String text, int most) {
        boolean digits =
                !text.isEmpty()
                        && text.length() <= 3
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || Integer.parseInt(text) > most) {
            throw new InvalidValueException("prefix length must be 0.." + most);
        }
        return Integer.parseInt(text);
    }

    /// The prefix that holds an address.
    public static IpPrefix of(IpAddress address, int length) {
        return new IpPrefix(address.network(length), length);
    }

    public boolean isIpv4() {
        return address.isIpv4();
    }

    public boolean contains(IpAddress candidate) {
        return candidate.isIpv4() == isIpv4() && candidate.network(length).equals(address);
    }

    public boolean contains(IpPrefix other) {
        return other.length >= length && contains(other.address);
    }

    public boolean overlaps(IpPrefix other) {
        return contains(other) || other.contains(this);
    }

    /// An address that a host in this prefix can have. IPv4: neither the network nor the broadcast
    /// address, except in /31 (RFC 3021) and /32. IPv6: not the subnet-router anycast address (RFC
    /// 4291 §2.6.1), except in /127 (RFC 6164) and /128.
    public boolean isHostAddress(IpAddress candidate) {
        if (!contains(candidate)) {
            return false;
        }
        boolean edge = candidate.equals(address) || (isIpv4() && candidate.equals(range().last()));
        return !edge || length >= address.bits() - 1;
    }

    /// Holds only addresses that [IpAddress#isUnicast].
    public boolean isUnicast() {
        IpRange range = range();
        return range.first().isUnicast() && range.last().isUnicast();
    }

    public IpRange range() {
        return new IpRange(address, address.last(length));
    }

    /// By address; of equal ones the shorter first, so that an enclosing prefix stands before those
    /// inside it.
    @Override
    public int compareTo(IpPrefix other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
