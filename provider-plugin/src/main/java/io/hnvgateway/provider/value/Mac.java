package io.hnvgateway.provider.value;

import java.util.HexFormat;
import java.util.regex.Pattern;

/// A MAC address; the low 48 bits of `bits`. Read with `-`, `:` or no separators, written as
/// `02-00-5E-00-50-02`.
public record Mac(long bits) {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Pattern FORM =
            Pattern.compile(
                    "[0-9A-Fa-f]{2}([-:])(?:[0-9A-Fa-f]{2}\\1){4}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{12}");

    public static Mac parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new InvalidValueException(
                    "must be a MAC address", "six bytes as in 02-00-5E-00-50-02");
        }
        return new Mac(Long.parseLong(text.replace("-", "").replace(":", ""), 16));
    }

    /// Neither a group address nor all zeros.
    public boolean isUnicast() {
        return bits != 0 && (bits >>> 40 & 1) == 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(HEX.toHexDigits((byte) (bits >>> shift))).append(shift > 0 ? "-" : "");
        }
        return text.toString();
    }
}
