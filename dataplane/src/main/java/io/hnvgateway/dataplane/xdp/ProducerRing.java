package io.hnvgateway.dataplane.xdp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// A ring that the worker fills and the kernel empties: fill ring (addresses) or transmit ring
/// (descriptors). Entries become visible with [#publish()]. Owner: one worker thread.
final class ProducerRing {
    private static final int NEED_WAKEUP = 1;
    private static final VarHandle INDEX = JAVA_INT.varHandle();

    private final MemorySegment ring;
    private final RingOffsets at;
    private final int size;
    private int producer;
    private int published;
    private int consumerSeen;

    /// @param size a power of two
    ProducerRing(MemorySegment ring, RingOffsets at, int size) {
        this.ring = ring;
        this.at = at;
        this.size = size;
    }

    /// Entries that can be put now; looks at the kernel's index only when fewer than `wanted` are
    /// known.
    int room(int wanted) {
        int room = size - (producer - consumerSeen);
        if (room < wanted) {
            consumerSeen = (int) INDEX.getAcquire(ring, at.consumer());
            room = size - (producer - consumerSeen);
        }
        // A consumer ahead of the producer would be the kernel's fault: no room, not an overrun.
        return room < 0 || room > size ? 0 : room;
    }

    /// The caller has asked for [#room].
    void putAddress(long offset) {
        ring.set(JAVA_LONG, at.descriptors() + (long) (producer & (size - 1)) * 8, offset);
        producer++;
    }

    /// The caller has asked for [#room].
    void putDescriptor(long offset, int length) {
        long entry = at.descriptors() + (long) (producer & (size - 1)) * 16;
        ring.set(JAVA_LONG, entry, offset);
        ring.set(JAVA_INT, entry + 8, length);
        ring.set(JAVA_INT, entry + 12, 0);
        producer++;
    }

    void publish() {
        if (published != producer) {
            INDEX.setRelease(ring, at.producer(), producer);
            published = producer;
        }
    }

    /// True while the kernel has not taken all published entries.
    boolean pending() {
        return published != (int) INDEX.getAcquire(ring, at.consumer());
    }

    boolean needsWakeup() {
        return ((int) INDEX.getAcquire(ring, at.flags()) & NEED_WAKEUP) != 0;
    }
}
