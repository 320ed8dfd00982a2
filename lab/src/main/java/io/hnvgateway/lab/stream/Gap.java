package io.hnvgateway.lab.stream;

/// Consecutive numbers that did not arrive.
///
/// @param beforeNs when the last one in front of them that arrived was sent; 0: there is none
/// @param afterNs when the next one that arrived was sent; [Long#MAX_VALUE]: there is none
public record Gap(int first, int last, long beforeNs, long afterNs) {

    public int packets() {
        return last - first + 1;
    }

    /// Whether nothing that was sent in this time arrived.
    public boolean covers(long fromNs, long toNs) {
        return beforeNs <= fromNs && toNs <= afterNs;
    }

    @Override
    public String toString() {
        return afterNs == Long.MAX_VALUE
                ? "%d–%d at the end".formatted(first, last)
                : "%d–%d in %d ms".formatted(first, last, (afterNs - beforeNs) / 1_000_000);
    }
}
