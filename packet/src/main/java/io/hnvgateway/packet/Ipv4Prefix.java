package io.hnvgateway.packet;

/// An IPv4 prefix; bits behind the prefix length are zero.
///
/// @param bits network address as one big-endian number
/// @param length 0..32
public record Ipv4Prefix(int bits, int length) implements Comparable<Ipv4Prefix> {
    public static final Ipv4Prefix ALL = new Ipv4Prefix(0, 0);

    public Ipv4Prefix {
        if (length < 0 || length > 32) {
            throw new IllegalArgumentException("prefix length must be 0..32");
        }
        if ((bits & ~mask(length)) != 0) {
            throw new IllegalArgumentException(
                    Ipv4Address.toString(bits)
                            + "/"
                            + length
                            + ": bits behind the prefix length must be zero");
        }
    }

    /// Reads `a.b.c.d/n`.
    ///
    /// @throws IllegalArgumentException naming the text and the rule
    public static Ipv4Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,2}")) {
            throw new IllegalArgumentException(text + ": a prefix is address/length, length 0..32");
        }
        int length = Integer.parseInt(text.substring(slash + 1));
        if (length > 32) {
            throw new IllegalArgumentException(text + ": prefix length must be 0..32");
        }
        return new Ipv4Prefix(Ipv4Address.parse(text.substring(0, slash)).bits(), length);
    }

    /// The prefix of `length` that holds `address`.
    public static Ipv4Prefix of(int address, int length) {
        return new Ipv4Prefix(address & mask(length), length);
    }

    public static Ipv4Prefix host(int address) {
        return new Ipv4Prefix(address, 32);
    }

    private static int mask(int length) {
        return length == 0 ? 0 : -1 << (32 - length);
    }

    public boolean contains(int address) {
        return (address & mask(length)) == bits;
    }

    public boolean overlaps(Ipv4Prefix other) {
        return contains(other.bits) || other.contains(bits);
    }

    public int first() {
        return bits;
    }

    public int last() {
        return bits | ~mask(length);
    }

    @Override
    public int compareTo(Ipv4Prefix other) {
        int byBits = Integer.compareUnsigned(bits, other.bits);
        return byBits != 0 ? byBits : Integer.compare(length, other.length);
    }

    @Override
    public String toString() {
        return Ipv4Address.toString(bits) + "/" + length;
    }
}
