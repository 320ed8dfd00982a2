package io.hnvgateway.provider.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// A community of a route: `high:low` or a well-known name (RFC 1997), or of three numbers a large
/// one (RFC 8092).
///
/// @param text as it is written here, so that equal ones are equal
public record RouteCommunity(String text) {
    private static final Set<String> NAMES =
            Set.of("no-export", "no-advertise", "no-export-subconfed");
    private static final int LARGE_PARTS = 3;

    public static RouteCommunity parse(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        if (NAMES.contains(name)) {
            return new RouteCommunity(name);
        }
        String[] parts = text.split(":", -1);
        if (parts.length != 2 && parts.length != LARGE_PARTS) {
            throw new InvalidValueException(
                    "must be a community",
                    "as in 65001:100, 65001:1:2, no-export, no-advertise or no-export-subconfed");
        }
        long most = parts.length == 2 ? 0xffff : 0xffff_ffffL;
        List<Long> numbers = new ArrayList<>();
        for (String part : parts) {
            numbers.add(Values.longInteger(0, most).parse(part));
        }
        return new RouteCommunity(
                numbers.stream().map(String::valueOf).collect(Collectors.joining(":")));
    }

    public boolean isLarge() {
        return text.indexOf(':') != text.lastIndexOf(':');
    }

    @Override
    public String toString() {
        return text;
    }
}
