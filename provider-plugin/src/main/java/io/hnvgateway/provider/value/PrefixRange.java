package io.hnvgateway.provider.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Prefixes inside one, of some lengths: `10.0.0.0/8` itself, `10.0.0.0/8 le 24` and `10.0.0.0/8 ge
/// 16 le 24` as prefix lists of routers have them.
///
/// @param shortest as written, at least the prefix's own
/// @param longest as written, at least `shortest`
public record PrefixRange(IpPrefix prefix, int shortest, int longest) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(\\S+)(?:\\s+ge\\s+([0-9]{1,3}))?(?:\\s+le\\s+([0-9]{1,3}))?",
                    Pattern.CASE_INSENSITIVE);

    public static PrefixRange parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new InvalidValueException(
                    "must be a prefix with lengths", "as in 10.0.0.0/8 or 10.0.0.0/8 ge 16 le 24");
        }
        IpPrefix prefix = IpPrefix.parse(parts.group(1));
        int most = prefix.address().bits();
        boolean open = parts.group(2) != null;
        int shortest = open ? Integer.parseInt(parts.group(2)) : prefix.length();
        int longest =
                parts.group(3) != null
                        ? Integer.parseInt(parts.group(3))
                        : open ? most : prefix.length();
        if (shortest < prefix.length() || longest < shortest || longest > most) {
            throw new InvalidValueException(
                    "must have lengths in order",
                    "%d <= ge <= le <= %d".formatted(prefix.length(), most));
        }
        return new PrefixRange(prefix, shortest, longest);
    }

    @Override
    public String toString() {
        int most = prefix.address().bits();
        if (shortest == prefix.length()) {
            return longest == shortest ? prefix.toString() : prefix + " le " + longest;
        }
        return prefix + " ge " + shortest + (longest == most ? "" : " le " + longest);
    }
}
