package io.hnvgateway.bgp.route;

/// Plain decimal numbers in texts: digits only, no sign.
final class Decimals {
    private static final int MOST_DIGITS = 10;

    private Decimals() {}

    /// @param whole the text that a fault names
    static long parse(String digits, String whole, long most) {
        long value = 0;
        boolean fits = !digits.isEmpty() && digits.length() <= MOST_DIGITS;
        for (int i = 0; fits && i < digits.length(); i++) {
            char digit = digits.charAt(i);
            fits = digit >= '0' && digit <= '9';
            value = value * 10 + (digit - '0');
        }
        if (!fits || value > most) {
            throw new IllegalArgumentException(whole + ": each number must be 0.." + most);
        }
        return value;
    }
}
