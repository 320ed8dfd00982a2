package io.hnvgateway.provider.repair;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a difference is: `virtualNetworks[contoso].lookupRecords[web1].providerAddress`.
///
/// @param childList list of parts that it is in; empty: in none
/// @param childId id of the part; empty: in none
/// @param rest what follows; empty: all of it
record ItemPath(String collection, String id, String childList, String childId, String rest) {
    private static final Pattern FORM =
            Pattern.compile("(\\w+)\\[([^\\]]+)\\](?:\\.(\\w+)\\[([^\\]]+)\\])?(.*)");

    static ItemPath parse(String path) {
        Matcher parts = FORM.matcher(path);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no path of a resource: " + path);
        }
        return new ItemPath(
                parts.group(1),
                parts.group(2),
                parts.group(3) == null ? "" : parts.group(3),
                parts.group(4) == null ? "" : parts.group(4),
                parts.group(5));
    }

    /// The resource as a whole.
    boolean isWhole() {
        return childList.isEmpty() && rest.isEmpty();
    }

    boolean isInPart() {
        return !childList.isEmpty();
    }
}
