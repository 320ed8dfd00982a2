package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The address space of one family, cut into ranges while prefixes are added in order of their
/// first address, outer ones first; a stack holds those that are open.
final class FibRanges {
    private record Open(IpPrefix prefix, int entry) {}

    private final IpAddress endOfFamily;
    private final Deque<Open> open = new ArrayDeque<>();
    private final List<IpAddress> starts = new ArrayList<>();
    private final List<Integer> entries = new ArrayList<>();

    FibRanges(IpPrefix family) {
        endOfFamily = family.last();
        begin(family.first(), FibEntry.NONE);
    }

    void add(IpPrefix prefix, int entry) {
        while (!open.isEmpty() && open.getFirst().prefix.last().compareTo(prefix.first()) < 0) {
            close();
        }
        begin(prefix.first(), entry);
        open.push(new Open(prefix, entry));
    }

    /// After the last prefix.
    FibRanges finish() {
        while (!open.isEmpty()) {
            close();
        }
        return this;
    }

    private void close() {
        IpAddress last = open.pop().prefix.last();
        if (!last.equals(endOfFamily)) {
            begin(next(last), open.isEmpty() ? FibEntry.NONE : open.getFirst().entry);
        }
    }

    private static IpAddress next(IpAddress address) {
        long low = address.low() + 1;
        return new IpAddress(low == 0 ? address.high() + 1 : address.high(), low);
    }

    /// A range that would continue the one before it is not begun.
    private void begin(IpAddress start, int entry) {
        int last = starts.size() - 1;
        if (last >= 0 && starts.get(last).equals(start)) {
            starts.remove(last);
            entries.remove(last);
            last--;
        }
        if (last < 0 || entries.get(last) != entry) {
            starts.add(start);
            entries.add(entry);
        }
    }

    int size() {
        return starts.size();
    }

    IpAddress start(int range) {
        return starts.get(range);
    }

    int[] entries() {
        return entries.stream().mapToInt(Integer::intValue).toArray();
    }
}
