package io.hnvgateway.dataplane.xdp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// A ring that the kernel fills and the worker empties: receive ring (descriptors) or completion
/// ring (addresses). Entries return to the kernel with [#release]. Owner: one worker thread.
final class ConsumerRing {
    private static final VarHandle INDEX = JAVA_INT.varHandle();

    private final MemorySegment ring;
    private final RingOffsets at;
    private final int size;
    private int consumer;
    private int producerSeen;

    /// @param size a power of two
    ConsumerRing(MemorySegment ring, RingOffsets at, int size) {
        this.ring = ring;
        this.at = at;
        this.size = size;
    }

    /// Entries that can be read, at most `limit`.
    int available(int limit) {
        if (producerSeen == consumer) {
            producerSeen = (int) INDEX.getAcquire(ring, at.producer());
        }
        int filled = producerSeen - consumer;
        // More than the ring holds would be the kernel's fault: nothing of it is believed.
        return filled < 0 || filled > size ? 0 : Math.min(filled, limit);
    }

    /// Entries that wait now.
    int waiting() {
        int filled = (int) INDEX.getAcquire(ring, at.producer()) - consumer;
        return Math.clamp(filled, 0, size);
    }

    /// The `i`-th available entry of a completion ring.
    long address(int i) {
        return ring.get(JAVA_LONG, at.descriptors() + (long) (consumer + i & (size - 1)) * 8);
    }

    /// Offset in the UMEM of the `i`-th available descriptor.
    long descriptorOffset(int i) {
        return ring.get(JAVA_LONG, descriptor(i));
    }

    /// Length in the `i`-th available descriptor.
    int descriptorLength(int i) {
        return ring.get(JAVA_INT, descriptor(i) + 8);
    }

    private long descriptor(int i) {
        return at.descriptors() + (long) (consumer + i & (size - 1)) * 16;
    }

    void release(int entries) {
        consumer += entries;
        INDEX.setRelease(ring, at.consumer(), consumer);
    }
}
