package io.hnvgateway.bgp.route;

/// A large community (RFC 8092): `global:local:local`, 32 bits each, unsigned.
public record LargeCommunity(int global, int first, int second)
        implements Comparable<LargeCommunity> {
    /// @throws IllegalArgumentException naming the text and the rule
    public static LargeCommunity parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    text + ": a large community is three numbers joined by colons");
        }
        return new LargeCommunity(
                (int) Decimals.parse(parts[0], text, Asn.MOST),
                (int) Decimals.parse(parts[1], text, Asn.MOST),
                (int) Decimals.parse(parts[2], text, Asn.MOST));
    }

    @Override
    public int compareTo(LargeCommunity other) {
        int byGlobal = Integer.compareUnsigned(global, other.global);
        if (byGlobal != 0) {
            return byGlobal;
        }
        int byFirst = Integer.compareUnsigned(first, other.first);
        return byFirst != 0 ? byFirst : Integer.compareUnsigned(second, other.second);
    }

    @Override
    public String toString() {
        return Integer.toUnsignedString(global)
                + ":"
                + Integer.toUnsignedString(first)
                + ":"
                + Integer.toUnsignedString(second);
    }
}
