package io.hnvgateway.packet;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// The regions that [Memory] may touch in checked mode: start address → length in bytes.
final class MemoryRegions {
    private static final ConcurrentSkipListMap<Long, Long> REGIONS = new ConcurrentSkipListMap<>();

    private MemoryRegions() {}

    static void add(long address, long bytes) {
        REGIONS.put(address, bytes);
    }

    static void remove(long address) {
        REGIONS.remove(address);
    }

    static void check(long address, long bytes) {
        Map.Entry<Long, Long> region = REGIONS.floorEntry(address);
        if (bytes < 0 || region == null || address - region.getKey() > region.getValue() - bytes) {
            throw new IndexOutOfBoundsException(
                    "access of %d bytes at 0x%x is outside every registered region"
                            .formatted(bytes, address));
        }
    }
}
