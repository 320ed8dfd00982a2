package io.hnvgateway.provider.value;

/// An IPv4 prefix without host bits, such as `10.0.0.0/24`.
public record Ip4Prefix(Ip4Address address, int length) {

    public static Ip4Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new InvalidValueException(
                    "must be a prefix", "an address and a length as in 10.0.0.0/24");
        }
        Ip4Address address = Ip4Address.parse(text.substring(0, slash).strip());
        int length = length(text.substring(slash + 1).strip());
        Ip4Prefix prefix = new Ip4Prefix(new Ip4Address(address.bits() & mask(length)), length);
        if (!prefix.address.equals(address)) {
            throw new InvalidValueException(
                    "has bits set beyond its length", "did you mean " + prefix + "?");
        }
        return prefix;
    }

    private static int length(String text) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > 32) {
            throw new InvalidValueException("prefix length must be 0..32");
        }
        return Integer.parseInt(text);
    }

    private static int mask(int length) {
        return length == 0 ? 0 : -1 << (32 - length);
    }

    public boolean contains(Ip4Address candidate) {
        return (candidate.bits() & mask(length)) == address.bits();
    }

    public boolean contains(Ip4Prefix other) {
        return other.length >= length && contains(other.address);
    }

    public boolean overlaps(Ip4Prefix other) {
        return contains(other) || other.contains(this);
    }

    /// An address that a host in this prefix can have: the network and the broadcast address are
    /// none, except in /31 (RFC 3021) and /32.
    public boolean isHostAddress(Ip4Address candidate) {
        boolean edge =
                candidate.equals(address) || candidate.bits() == (address.bits() | ~mask(length));
        return contains(candidate) && (length >= 31 || !edge);
    }

    public Ip4Range range() {
        return new Ip4Range(address, new Ip4Address(address.bits() | ~mask(length)));
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
