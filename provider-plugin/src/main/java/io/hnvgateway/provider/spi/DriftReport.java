package io.hnvgateway.provider.spi;

import java.util.List;

/// How a gateway differs from what it should be.
///
/// @param items in the order of the canonical form; empty: it does not
/// @param notComparable paths of resources with secrets of which it is not known whether they are
///   the desired ones, since this session did not write them: a repair writes them again
public record DriftReport(List<Item> items, List<String> notComparable) {
    public DriftReport {
        items = List.copyOf(items);
        notComparable = List.copyOf(notComparable);
    }

    /// Nothing is known to differ.
    public boolean isEmpty() {
        return items.isEmpty();
    }

    /// What is wrong with a path.
    public enum Kind {
        /// Desired, and the gateway does not have it.
        MISSING,
        /// The gateway has it, and it is not desired.
        EXTRA,
        /// Both have it, not alike.
        DIFFERENT
    }

    /// One difference.
    ///
    /// @param path as `virtualNetworks[contoso].lookupRecords[web1].providerAddress`
    /// @param desired as JSON; empty for what is missing or extra as a whole; of a secret never it
    /// @param actual as `desired`
    public record Item(Kind kind, String path, String desired, String actual) {

        /// One line.
        @Override
        public String toString() {
            return switch (kind) {
                case MISSING -> "missing    " + path;
                case EXTRA -> "extra      " + path;
                case DIFFERENT ->
                        "different  " + path + ": desired " + desired + ", actual " + actual;
            };
        }
    }

    /// A line for each difference.
    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder();
        items.forEach(item -> lines.append(item).append('\n'));
        notComparable.forEach(
                path -> lines.append("unknown    ").append(path).append(": has secrets\n"));
        return lines.toString();
    }
}
