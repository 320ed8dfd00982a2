package io.hnvgateway.provider.value;

import java.util.regex.Pattern;

/// The number of an autonomous system, of four octets (RFC 6793).
///
/// @param value 1..4294967294
public record AsNumber(long value) implements Comparable<AsNumber> {
    private static final Pattern DOTTED = Pattern.compile("([0-9]{1,5})\\.([0-9]{1,5})");
    private static final long TRANS = 23456;
    private static final long LAST_OF_TWO_OCTETS = 0xffff;
    private static final long LAST = 0xffff_ffffL;

    /// Reads a plain number or `high.low`, as `extAsNumber` of MS-NCNBI is written.
    public static AsNumber parse(String text) {
        if (!DOTTED.matcher(text).matches()) {
            return of(Values.longInteger(1, LAST - 1).parse(text));
        }
        int dot = text.indexOf('.');
        long high = Long.parseLong(text.substring(0, dot));
        long low = Long.parseLong(text.substring(dot + 1));
        if (high > LAST_OF_TWO_OCTETS || low > LAST_OF_TWO_OCTETS) {
            throw new InvalidValueException("must be high.low", "each of them 0..65535");
        }
        return of(high << 16 | low);
    }

    private static AsNumber of(long value) {
        if (value == 0 || value == TRANS || value == LAST_OF_TWO_OCTETS || value == LAST) {
            throw new InvalidValueException(
                    "must be the number of an AS",
                    "0, 23456, 65535 and 4294967295 are nobody's (RFC 7607, 6793, 7300)");
        }
        return new AsNumber(value);
    }

    /// As `high.low`.
    public String dotted() {
        return (value >>> 16) + "." + (value & LAST_OF_TWO_OCTETS);
    }

    @Override
    public int compareTo(AsNumber other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
