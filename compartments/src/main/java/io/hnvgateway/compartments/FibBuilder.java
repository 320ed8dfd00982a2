package io.hnvgateway.compartments;

import io.hnvgateway.packet.Ipv4Prefix;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/// Compiles prefixes to a [Fib]. A prefix that was put twice keeps the first entry.
public final class FibBuilder {
    private final TreeMap<Ipv4Prefix, Integer> entries = new TreeMap<>();

    private final List<Long> starts = new ArrayList<>();
    private final List<Integer> values = new ArrayList<>();

    public FibBuilder put(Ipv4Prefix prefix, int entry) {
        entries.putIfAbsent(prefix, entry);
        return this;
    }

    /// Walks the prefixes in order of their first address, outer ones first, with a stack of those
    /// that are open.
    public Fib build() {
        Deque<Ipv4Prefix> open = new ArrayDeque<>();
        begin(0, FibEntry.NONE);
        for (Ipv4Prefix prefix : entries.keySet()) {
            closeBefore(open, first(prefix));
            begin(first(prefix), entry(prefix));
            open.push(prefix);
        }
        closeBefore(open, 1L << 32);
        return compiled();
    }

    private void closeBefore(Deque<Ipv4Prefix> open, long start) {
        while (!open.isEmpty() && last(open.getFirst()) < start) {
            long next = last(open.pop()) + 1;
            if (next < 1L << 32) {
                begin(next, open.isEmpty() ? FibEntry.NONE : entry(open.getFirst()));
            }
        }
    }

    private void begin(long start, int entry) {
        int last = starts.size() - 1;
        if (last >= 0 && starts.get(last) == start) {
            values.set(last, entry);
        } else {
            starts.add(start);
            values.add(entry);
        }
    }

    private Fib compiled() {
        int[] flipped = new int[starts.size()];
        int[] compiled = new int[starts.size()];
        int n = 0;
        for (int i = 0; i < flipped.length; i++) {
            if (n == 0 || compiled[n - 1] != values.get(i)) {
                flipped[n] = starts.get(i).intValue() ^ Integer.MIN_VALUE;
                compiled[n++] = values.get(i);
            }
        }
        return new Fib(Arrays.copyOf(flipped, n), Arrays.copyOf(compiled, n));
    }

    private int entry(Ipv4Prefix prefix) {
        Integer entry = entries.get(prefix);
        return entry == null ? FibEntry.NONE : entry;
    }

    private static long first(Ipv4Prefix prefix) {
        return Integer.toUnsignedLong(prefix.first());
    }

    private static long last(Ipv4Prefix prefix) {
        return Integer.toUnsignedLong(prefix.last());
    }
}
