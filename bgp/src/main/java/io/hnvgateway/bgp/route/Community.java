package io.hnvgateway.bgp.route;

import java.util.Locale;
import java.util.Map;

/// A community of RFC 1997: `high:low`, or one of the well-known names.
public record Community(int bits) implements Comparable<Community> {
    /// To no peer outside the own AS.
    public static final Community NO_EXPORT = new Community(0xffff_ff01);

    /// To no peer at all.
    public static final Community NO_ADVERTISE = new Community(0xffff_ff02);

    /// To no peer outside the own member AS; here as [#NO_EXPORT], for there are no confederations.
    public static final Community NO_EXPORT_SUBCONFED = new Community(0xffff_ff03);

    private static final Map<String, Community> NAMES =
            Map.of(
                    "no-export",
                    NO_EXPORT,
                    "no-advertise",
                    NO_ADVERTISE,
                    "no-export-subconfed",
                    NO_EXPORT_SUBCONFED);

    public static Community of(int high, int low) {
        if (high < 0 || high > 0xffff || low < 0 || low > 0xffff) {
            throw new IllegalArgumentException(
                    high + ":" + low + ": each half of a community is 0..65535");
        }
        return new Community(high << 16 | low);
    }

    /// Reads `high:low` or a well-known name.
    ///
    /// @throws IllegalArgumentException naming the text and the rule
    public static Community parse(String text) {
        Community named = NAMES.get(text.toLowerCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    text
                            + ": a community is high:low, no-export, no-advertise or no-export-subconfed");
        }
        return of(
                (int) Decimals.parse(text.substring(0, colon), text, 0xffff),
                (int) Decimals.parse(text.substring(colon + 1), text, 0xffff));
    }

    @Override
    public int compareTo(Community other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        for (Map.Entry<String, Community> name : NAMES.entrySet()) {
            if (name.getValue().bits == bits) {
                return name.getKey();
            }
        }
        return (bits >>> 16) + ":" + (bits & 0xffff);
    }
}
