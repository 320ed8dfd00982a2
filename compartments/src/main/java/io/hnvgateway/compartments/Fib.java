package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpAddress;

/// Longest-prefix match for both families, immutable: each address space cut into ranges that one
/// entry serves.
///
/// The starts of the ranges stand in unsigned order (stored with the sign bit flipped, so that a
/// signed comparison orders them); a lookup is one binary search, whatever the prefix lengths. IPv4
/// has a table of its own, with half the steps and a quarter of the memory.
public final class Fib {
    public static final Fib EMPTY = new FibBuilder().build();

    private final int[] ipv4Starts;
    private final int[] ipv4Entries;
    private final long[] ipv6Highs;
    private final long[] ipv6Lows;
    private final int[] ipv6Entries;

    Fib(FibRanges ipv4, FibRanges ipv6) {
        ipv4Starts = new int[ipv4.size()];
        for (int i = 0; i < ipv4Starts.length; i++) {
            ipv4Starts[i] = ipv4.start(i).ipv4Bits() ^ Integer.MIN_VALUE;
        }
        ipv4Entries = ipv4.entries();
        ipv6Highs = new long[ipv6.size()];
        ipv6Lows = new long[ipv6.size()];
        for (int i = 0; i < ipv6Highs.length; i++) {
            ipv6Highs[i] = ipv6.start(i).high() ^ Long.MIN_VALUE;
            ipv6Lows[i] = ipv6.start(i).low() ^ Long.MIN_VALUE;
        }
        ipv6Entries = ipv6.entries();
    }

    /// The [FibEntry] for an address of either family; [FibEntry#NONE] when no prefix holds it.
    public int lookup(long high, long low) {
        return IpAddress.isIpv4(high, low) ? lookup((int) low) : lookupIpv6(high, low);
    }

    /// As [#lookup(long, long)] for an IPv4 address.
    public int lookup(int address) {
        int key = address ^ Integer.MIN_VALUE;
        int first = 0;
        int last = ipv4Starts.length - 1;
        while (first < last) {
            int middle = (first + last + 1) >>> 1;
            if (ipv4Starts[middle] <= key) {
                first = middle;
            } else {
                last = middle - 1;
            }
        }
        return ipv4Entries[first];
    }

    private int lookupIpv6(long high, long low) {
        long flippedHigh = high ^ Long.MIN_VALUE;
        long flippedLow = low ^ Long.MIN_VALUE;
        int first = 0;
        int last = ipv6Highs.length - 1;
        while (first < last) {
            int middle = (first + last + 1) >>> 1;
            long start = ipv6Highs[middle];
            boolean reached =
                    start < flippedHigh || (start == flippedHigh && ipv6Lows[middle] <= flippedLow);
            if (reached) {
                first = middle;
            } else {
                last = middle - 1;
            }
        }
        return ipv6Entries[first];
    }

    /// Number of ranges; a measure of memory.
    public int size() {
        return ipv4Starts.length + ipv6Highs.length;
    }
}
