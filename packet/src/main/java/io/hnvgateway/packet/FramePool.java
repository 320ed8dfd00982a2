package io.hnvgateway.packet;

import java.lang.foreign.MemorySegment;

/// The free frames of one memory area (a UMEM). Frames are [#FRAME_BYTES] long and aligned, so any
/// address inside a frame names it.
///
/// Owner: one worker thread. Nothing here allocates.
public final class FramePool {
    public static final int FRAME_BYTES = 4096;

    /// Free bytes before received data, for headers that are put in front (kernel: 256 bytes).
    public static final int HEADROOM_BYTES = 256;

    private final long[] free;
    private int available;

    /// @param area aligned to [#FRAME_BYTES], a whole number of frames
    public FramePool(MemorySegment area) {
        if (area.address() % FRAME_BYTES != 0 || area.byteSize() % FRAME_BYTES != 0) {
            throw new IllegalArgumentException(
                    "area must be aligned to and a multiple of " + FRAME_BYTES + " bytes");
        }
        free = new long[(int) (area.byteSize() / FRAME_BYTES)];
        for (int i = free.length - 1; i >= 0; i--) {
            free[available++] = area.address() + (long) i * FRAME_BYTES;
        }
    }

    /// The start of the frame that holds `address`.
    public static long frameOf(long address) {
        return address & -FRAME_BYTES;
    }

    /// Bytes from `address` to the end of its frame.
    public static int bytesToEnd(long address) {
        return (int) (frameOf(address) + FRAME_BYTES - address);
    }

    /// A frame's start address, or 0 when none is free.
    public long allocate() {
        return available == 0 ? 0 : free[--available];
    }

    /// Takes a frame back, given any address inside it.
    public void free(long address) {
        free[available++] = frameOf(address);
    }

    public int available() {
        return available;
    }

    public int capacity() {
        return free.length;
    }
}
