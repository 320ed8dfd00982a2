package io.hnvgateway.dataplane.xdp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Where the parts of one ring stand in its mapping (`struct xdp_ring_offset`).
record RingOffsets(long producer, long consumer, long descriptors, long flags) {
    static final int BYTES = 32;

    static RingOffsets read(MemorySegment from, long at) {
        return new RingOffsets(
                from.get(ValueLayout.JAVA_LONG, at),
                from.get(ValueLayout.JAVA_LONG, at + 8),
                from.get(ValueLayout.JAVA_LONG, at + 16),
                from.get(ValueLayout.JAVA_LONG, at + 24));
    }
}
