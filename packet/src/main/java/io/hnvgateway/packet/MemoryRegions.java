package io.hnvgateway.packet;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The regions that [Memory] may touch in checked mode: start address → length in bytes.
///
/// Most accesses lie in the region of the one before, which is remembered until a region is added
/// or removed.
final class MemoryRegions {
    private static final ConcurrentSkipListMap<Long, Long> REGIONS = new ConcurrentSkipListMap<>();
    private static final AtomicInteger CHANGES = new AtomicInteger();

    /// Written by any thread; whichever is read is a whole one.
    private static @Nullable Hit last;

    private record Hit(long start, long bytes, int changes) {
        boolean holds(long address, long length) {
            return address >= start && length >= 0 && address - start <= bytes - length;
        }
    }

    private MemoryRegions() {}

    static void add(long address, long bytes) {
        REGIONS.put(address, bytes);
        CHANGES.incrementAndGet();
    }

    static void remove(long address) {
        REGIONS.remove(address);
        CHANGES.incrementAndGet();
    }

    static void check(long address, long bytes) {
        int changes = CHANGES.get();
        Hit hit = last;
        if (hit == null || hit.changes != changes || !hit.holds(address, bytes)) {
            last = find(address, bytes, changes);
        }
    }

    private static Hit find(long address, long bytes, int changes) {
        Map.Entry<Long, Long> region = REGIONS.floorEntry(address);
        if (region != null) {
            Hit hit = new Hit(region.getKey(), region.getValue(), changes);
            if (hit.holds(address, bytes)) {
                return hit;
            }
        }
        throw new IndexOutOfBoundsException(
                "access of %d bytes at 0x%x is outside every registered region"
                        .formatted(bytes, address));
    }
}
