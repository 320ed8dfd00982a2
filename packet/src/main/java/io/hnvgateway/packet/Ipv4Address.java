package io.hnvgateway.packet;

/// An IPv4 address. On the data path it is the bare `int`.
///
/// @param bits the address read as one big-endian number
public record Ipv4Address(int bits) implements Comparable<Ipv4Address> {
    /// Reads dotted decimal, exactly four numbers 0..255 without leading zeros.
    ///
    /// @throws IllegalArgumentException naming the text and the rule
    public static Ipv4Address parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException(text + ": an IPv4 address has four parts");
        }
        int bits = 0;
        for (String part : parts) {
            bits = bits << 8 | octet(part, text);
        }
        return new Ipv4Address(bits);
    }

    private static int octet(String part, String text) {
        boolean digits =
                part.length() <= 3
                        && !part.isEmpty()
                        && part.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits
                || (part.length() > 1 && part.charAt(0) == '0')
                || Integer.parseInt(part) > 255) {
            throw new IllegalArgumentException(
                    text + ": each part of an IPv4 address is 0..255 without leading zeros");
        }
        return Integer.parseInt(part);
    }

    @Override
    public int compareTo(Ipv4Address other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    /// Dotted decimal of the bare number.
    public static String toString(int bits) {
        return (bits >>> 24)
                + "."
                + (bits >> 16 & 255)
                + "."
                + (bits >> 8 & 255)
                + "."
                + (bits & 255);
    }

    @Override
    public String toString() {
        return toString(bits);
    }
}
