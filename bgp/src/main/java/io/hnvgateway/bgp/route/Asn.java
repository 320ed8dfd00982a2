package io.hnvgateway.bgp.route;

/// An AS number of four octets (RFC 6793); AS 0 is nobody's (RFC 7607).
///
/// @param value 1..4294967295
public record Asn(long value) implements Comparable<Asn> {
    /// What a speaker of two octets sees in place of a larger one (RFC 6793 §9).
    public static final Asn TRANS = new Asn(23456);

    public static final long MOST = 0xffff_ffffL;

    public Asn {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException(value + ": an AS number is 1.." + MOST);
        }
    }

    /// From four octets as one number.
    public static Asn ofBits(int bits) {
        return new Asn(Integer.toUnsignedLong(bits));
    }

    /// Reads a plain number, or `high.low` of 16 bits each (RFC 5396 asdot+).
    ///
    /// @throws IllegalArgumentException naming the text and the rule
    public static Asn parse(String text) {
        int dot = text.indexOf('.');
        return new Asn(
                dot < 0
                        ? Decimals.parse(text, text, MOST)
                        : Decimals.parse(text.substring(0, dot), text, 0xffff) << 16
                                | Decimals.parse(text.substring(dot + 1), text, 0xffff));
    }

    public int bits() {
        return (int) value;
    }

    /// As `high.low`.
    public String dotted() {
        return (value >>> 16) + "." + (value & 0xffff);
    }

    @Override
    public int compareTo(Asn other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
