package io.hnvgateway.compartments;

/// Longest-prefix match for IPv4, immutable: the address space cut into ranges that one entry
/// serves.
///
/// `starts` holds the first address of each range in unsigned order (stored with the sign bit
/// flipped, so that a signed comparison orders them); a lookup is one binary search, whatever the
/// prefix lengths.
public final class Fib {
    public static final Fib EMPTY =
            new Fib(new int[] {Integer.MIN_VALUE}, new int[] {FibEntry.NONE});

    private final int[] starts;
    private final int[] entries;

    Fib(int[] flippedStarts, int[] entries) {
        this.starts = flippedStarts;
        this.entries = entries;
    }

    /// The [FibEntry] for an address; [FibEntry#NONE] when no prefix holds it.
    public int lookup(int address) {
        int key = address ^ Integer.MIN_VALUE;
        int low = 0;
        int high = starts.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= key) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return entries[low];
    }

    /// Number of ranges; a measure of memory.
    public int size() {
        return starts.length;
    }
}
