package io.hnvgateway.provider.value;

import java.util.regex.Pattern;

/// An IPv4 address; `bits` in network order read as a big-endian int.
public record Ip4Address(int bits) implements Comparable<Ip4Address> {
    private static final Pattern FOUR_PARTS =
            Pattern.compile("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

    public static Ip4Address parse(String text) {
        if (text.indexOf(':') >= 0) {
            throw new InvalidValueException(
                    "must be an IPv4 address", "IPv6 is not supported by this version");
        }
        if (!FOUR_PARTS.matcher(text).matches()) {
            throw new InvalidValueException(
                    "must be an IPv4 address", "four numbers as in 203.0.113.10");
        }
        int bits = 0;
        for (String part : text.split("\\.", -1)) {
            bits = bits << 8 | octet(part);
        }
        return new Ip4Address(bits);
    }

    private static int octet(String part) {
        if (part.length() > 1 && part.charAt(0) == '0') {
            throw new InvalidValueException(
                    "must be an IPv4 address", "no leading zeros: some programs read octal");
        }
        int value = Integer.parseInt(part);
        if (value > 255) {
            throw new InvalidValueException("must be an IPv4 address", "each number is 0..255");
        }
        return value;
    }

    /// An address that one host can have: neither this-network, loopback, multicast, reserved nor
    /// broadcast.
    public boolean isUnicast() {
        int first = bits >>> 24;
        return first != 0 && first != 127 && first < 224;
    }

    public long unsigned() {
        return Integer.toUnsignedLong(bits);
    }

    @Override
    public int compareTo(Ip4Address other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return (bits >>> 24)
                + "."
                + (bits >>> 16 & 255)
                + "."
                + (bits >>> 8 & 255)
                + "."
                + (bits & 255);
    }
}
