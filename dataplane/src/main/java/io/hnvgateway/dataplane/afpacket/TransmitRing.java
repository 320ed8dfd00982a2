package io.hnvgateway.dataplane.afpacket;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// Writer of a TPACKET_V2 ring: slots of one frame each. Owner: one worker thread.
///
/// ```
/// slot: 0 status · 4 length · 32 the frame
/// ```
final class TransmitRing {
    static final int SLOT_BYTES = 4096;
    private static final int DATA_OFFSET = 32;
    static final int MAX_FRAME_BYTES = SLOT_BYTES - DATA_OFFSET;

    private static final int STATUS_AVAILABLE = 0;
    private static final int STATUS_SEND_REQUEST = 1;
    private static final int STATUS_WRONG_FORMAT = 4;
    private static final VarHandle STATUS = JAVA_INT.varHandle();

    private final MemorySegment ring;
    private final int slots;
    private int next;
    private long lastOffered;
    private long refused;

    TransmitRing(MemorySegment ring) {
        this.ring = ring;
        this.slots = (int) (ring.byteSize() / SLOT_BYTES);
    }

    /// Copies a frame of at most [#MAX_FRAME_BYTES] into the next slot.
    ///
    /// @return false if the ring is full
    boolean offer(long address, int length) {
        long slot = (long) next * SLOT_BYTES;
        int status = (int) STATUS.getAcquire(ring, slot);
        if (status == STATUS_WRONG_FORMAT) {
            refused++;
        } else if (status != STATUS_AVAILABLE) {
            return false;
        }
        Memory.copy(address, ring.address() + slot + DATA_OFFSET, length);
        ring.set(JAVA_INT, slot + 4, length);
        STATUS.setRelease(ring, slot, STATUS_SEND_REQUEST);
        next = next + 1 == slots ? 0 : next + 1;
        lastOffered = slot;
        return true;
    }

    /// True while the kernel has not taken all offered frames: it must be woken.
    boolean pending() {
        return (int) STATUS.getAcquire(ring, lastOffered) == STATUS_SEND_REQUEST;
    }

    /// Frames that the kernel did not take.
    long refused() {
        return refused;
    }
}
