package io.hnvgateway.nat;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The external addresses that have or had mappings, and their ports: open addressing by address,
/// shared by all workers. A new configuration costs nothing here; an address that left it stays
/// until [#prune] finds it unused.
///
/// Found without a lock. An address is added under one, which happens with its first mapping.
final class ExternalAddresses {
    private static final int SPARE = 64;

    private volatile AtomicReferenceArray<@Nullable ExternalAddress> cells =
            new AtomicReferenceArray<>(2 * SPARE);

    /// Written under the lock.
    private volatile int size;

    /// Drops unused addresses that nobody owns any more, when they are many.
    void prune(NatSnapshot snapshot) {
        if (size > 2 * snapshot.publicAddresses() + SPARE) {
            dropUnused(snapshot);
        }
    }

    private synchronized void dropUnused(NatSnapshot snapshot) {
        AtomicReferenceArray<@Nullable ExternalAddress> old = cells;
        AtomicReferenceArray<@Nullable ExternalAddress> kept =
                new AtomicReferenceArray<>(old.length());
        int left = 0;
        for (int i = 0; i < old.length(); i++) {
            ExternalAddress external = old.get(i);
            if (external != null
                    && (snapshot.owner(external.address()) != 0 || !external.retire())) {
                kept.set(cellOf(kept, external.address()), external);
                left++;
            }
        }
        cells = kept;
        size = left;
    }

    /// The address's ports, or null when it never had any. From any thread.
    @Nullable ExternalAddress find(int address) {
        AtomicReferenceArray<@Nullable ExternalAddress> now = cells;
        return now.getAcquire(cellOf(now, address));
    }

    /// The address's ports; made when there are none yet.
    ExternalAddress of(int address) {
        ExternalAddress known = find(address);
        return known == null || known.isRetired() ? add(address) : known;
    }

    private synchronized ExternalAddress add(int address) {
        ExternalAddress known = find(address);
        if (known != null && !known.isRetired()) {
            return known;
        }
        if (2 * (size + 1) > cells.length()) {
            grow();
        }
        var added = new ExternalAddress(address);
        cells.setRelease(cellOf(cells, address), added);
        size = known == null ? size + 1 : size;
        return added;
    }

    private void grow() {
        AtomicReferenceArray<@Nullable ExternalAddress> old = cells;
        AtomicReferenceArray<@Nullable ExternalAddress> larger =
                new AtomicReferenceArray<>(2 * old.length());
        for (int i = 0; i < old.length(); i++) {
            ExternalAddress external = old.get(i);
            if (external != null) {
                larger.set(cellOf(larger, external.address()), external);
            }
        }
        cells = larger;
    }

    private static int cellOf(AtomicReferenceArray<@Nullable ExternalAddress> cells, int address) {
        int mask = cells.length() - 1;
        int i = (int) SplitMix.mix(address) & mask;
        ExternalAddress there = cells.getAcquire(i);
        while (there != null && there.address() != address) {
            i = (i + 1) & mask;
            there = cells.getAcquire(i);
        }
        return i;
    }
}
