package io.hnvgateway.provider.value;

/// Text of IPv4 addresses: dotted decimal of four numbers.
final class Ipv4Text {
    private static final int PARTS = 4;

    private Ipv4Text() {}

    /// @param rule what the text breaks if it is no address
    static int parse(String text, String rule) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != PARTS) {
            throw notFourNumbers(rule);
        }
        int bits = 0;
        for (String part : parts) {
            bits = bits << 8 | octet(part, rule);
        }
        return bits;
    }

    private static InvalidValueException notFourNumbers(String rule) {
        return new InvalidValueException(
                rule,
                rule.contains("IPv4")
                        ? "four numbers as in 203.0.113.10"
                        : "as in 203.0.113.10 or 2001:db8::10");
    }

    private static int octet(String part, String rule) {
        boolean digits =
                !part.isEmpty()
                        && part.length() <= 3
                        && part.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw notFourNumbers(rule);
        }
        if (part.length() > 1 && part.charAt(0) == '0') {
            throw new InvalidValueException(rule, "no leading zeros: some programs read octal");
        }
        int value = Integer.parseInt(part);
        if (value > 255) {
            throw new InvalidValueException(rule, "each number is 0..255");
        }
        return value;
    }

    static String format(int bits) {
        return (bits >>> 24)
                + "."
                + (bits >>> 16 & 255)
                + "."
                + (bits >>> 8 & 255)
                + "."
                + (bits & 255);
    }
}
