package io.hnvgateway.packet;

import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The regions that [Memory] may touch in checked mode, by start address.
///
/// A region counts while its segment's scope lives, also where nobody took it out: freed memory may
/// not be touched, and a forgotten region may not stand in the way of one that got its addresses
/// afterwards. Regions may lie within each other.
///
/// Most accesses lie in the region of the one before, which is remembered until a region is added
/// or removed.
final class MemoryRegions {
    private static final ConcurrentSkipListMap<Long, Region> REGIONS =
            new ConcurrentSkipListMap<>();
    private static final AtomicInteger CHANGES = new AtomicInteger();

    /// Written by any thread; whichever is read is a whole one.
    private static @Nullable Hit last;

    private record Hit(Region region, int changes) {}

    /// @param scope weak, so that memory of an automatic arena is freed as it is unchecked
    private record Region(long start, long bytes, WeakReference<MemorySegment.Scope> scope) {
        boolean holds(long address, long length) {
            return address >= start && length >= 0 && address - start <= bytes - length;
        }

        boolean lives() {
            MemorySegment.Scope now = scope.get();
            return now != null && now.isAlive();
        }
    }

    private MemoryRegions() {}

    static void add(MemorySegment segment) {
        REGIONS.put(
                segment.address(),
                new Region(
                        segment.address(),
                        segment.byteSize(),
                        new WeakReference<>(segment.scope())));
        CHANGES.incrementAndGet();
    }

    static void remove(MemorySegment segment) {
        REGIONS.remove(segment.address());
        CHANGES.incrementAndGet();
    }

    static void check(long address, long bytes) {
        int changes = CHANGES.get();
        Hit hit = last;
        if (hit == null
                || hit.changes != changes
                || !hit.region.holds(address, bytes)
                || !hit.region.lives()) {
            last = new Hit(find(address, bytes), changes);
        }
    }

    private static Region find(long address, long bytes) {
        Map.Entry<Long, Region> entry = REGIONS.floorEntry(address);
        while (entry != null) {
            Region region = entry.getValue();
            if (!region.lives()) {
                REGIONS.remove(entry.getKey(), region);
            } else if (region.holds(address, bytes)) {
                return region;
            }
            entry = REGIONS.lowerEntry(entry.getKey());
        }
        throw new IndexOutOfBoundsException(
                "access of %d bytes at 0x%x is outside every registered region"
                        .formatted(bytes, address));
    }
}
