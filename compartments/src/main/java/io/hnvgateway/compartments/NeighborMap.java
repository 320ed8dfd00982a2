package io.hnvgateway.compartments;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Map from a neighbour, (link, address), to its adjacency slot: open addressing over published
/// entries. Any thread looks up without a lock; changes are the writer's, one at a time, and cost a
/// few steps each whatever the size.
///
/// A reader that looks up while the writer changes the map sees a neighbour before or after the
/// change; one that is not being changed it always finds.
final class NeighborMap {
    /// @param slot 0: removed
    record Entry(NeighborKey key, int slot) {}

    private static final int LEAST = 64;
    private static final Entry REMOVED = new Entry(new NeighborKey(-1, 0, 0), 0);

    private volatile AtomicReferenceArray<@Nullable Entry> table =
            new AtomicReferenceArray<>(LEAST);

    /// Neighbours.
    private int size;

    /// Places that are not empty: neighbours, and those that were removed.
    private int used;

    /// The slot, or 0 when it is not there.
    int get(int link, long high, long low) {
        AtomicReferenceArray<@Nullable Entry> current = table;
        int i = place(current, link, high, low);
        for (Entry entry = current.getAcquire(i); entry != null; entry = current.getAcquire(i)) {
            NeighborKey key = entry.key;
            if (key.low() == low && key.high() == high && key.link() == link) {
                return entry.slot;
            }
            i = next(current, i);
        }
        return 0;
    }

    int get(NeighborKey key) {
        return get(key.link(), key.high(), key.low());
    }

    /// Adds one that is not there.
    ///
    /// @param slot above 0
    void add(NeighborKey key, int slot) {
        if (2 * (used + 1) > table.length()) {
            rebuild();
        }
        insert(table, new Entry(key, slot));
        size++;
        used++;
    }

    /// Whether it was there.
    boolean remove(NeighborKey key) {
        AtomicReferenceArray<@Nullable Entry> current = table;
        int i = place(current, key.link(), key.high(), key.low());
        for (Entry entry = current.getPlain(i); entry != null; entry = current.getPlain(i)) {
            if (entry.key.equals(key)) {
                current.setRelease(i, REMOVED);
                size--;
                return true;
            }
            i = next(current, i);
        }
        return false;
    }

    /// Without the removed ones, with room for as many again.
    private void rebuild() {
        int places = Math.max(LEAST, Integer.highestOneBit(size + 1) * 8);
        AtomicReferenceArray<@Nullable Entry> larger = new AtomicReferenceArray<>(places);
        entries().forEach(entry -> insert(larger, entry));
        used = size;
        table = larger;
    }

    private static void insert(AtomicReferenceArray<@Nullable Entry> into, Entry entry) {
        int i = place(into, entry.key.link(), entry.key.high(), entry.key.low());
        while (into.getPlain(i) != null) {
            i = next(into, i);
        }
        into.setRelease(i, entry);
    }

    int size() {
        return size;
    }

    /// All neighbours, for the writer.
    List<Entry> entries() {
        AtomicReferenceArray<@Nullable Entry> current = table;
        List<Entry> entries = new ArrayList<>(size);
        for (int i = 0; i < current.length(); i++) {
            Entry entry = current.getPlain(i);
            if (entry != null && entry.slot != 0) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static int place(
            AtomicReferenceArray<@Nullable Entry> in, int link, long high, long low) {
        return AddressHash.of(link, high, low) & (in.length() - 1);
    }

    private static int next(AtomicReferenceArray<@Nullable Entry> in, int i) {
        return (i + 1) & (in.length() - 1);
    }
}
