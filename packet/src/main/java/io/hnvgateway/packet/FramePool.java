package io.hnvgateway.packet;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// The free frames of one worker, its part of a memory area (a UMEM) that all workers share. Frames
/// are [#FRAME_BYTES] long and aligned, so any address inside a frame names it.
///
/// Every frame has a home: the pool of the part that it lies in. A worker may free frames of any
/// home into its own pool; those of others go home over a ring for each pair of workers, which
/// holds as many frames as the home has and so is never full. They are at home again once their
/// owner calls [#collect].
///
/// Owner: one worker thread. Nothing here allocates.
public final class FramePool {
    public static final int FRAME_BYTES = 4096;

    /// Free bytes before received data, for headers that are put in front (kernel: 256 bytes).
    public static final int HEADROOM_BYTES = 256;

    private static final int COLLECT_BELOW = 256;

    private final long first;
    private final long bytes;
    private final long[] free;
    private final FramePool[] all;
    private final FrameRing[] fromOthers;
    private final int index;
    private int available;

    /// A pool of the whole area, for one worker.
    ///
    /// @param area aligned to [#FRAME_BYTES], a whole number of frames
    public FramePool(MemorySegment area) {
        this(area, new FramePool[1], 0);
    }

    private FramePool(MemorySegment area, FramePool[] all, int index) {
        if (area.address() % FRAME_BYTES != 0 || area.byteSize() % FRAME_BYTES != 0) {
            throw new IllegalArgumentException(
                    "area must be aligned to and a multiple of " + FRAME_BYTES + " bytes");
        }
        first = area.address();
        bytes = area.byteSize();
        free = new long[(int) (bytes / FRAME_BYTES)];
        for (int i = free.length - 1; i >= 0; i--) {
            free[available++] = first + (long) i * FRAME_BYTES;
        }
        this.all = all;
        this.index = index;
        all[index] = this;
        fromOthers = new FrameRing[all.length];
        for (int i = 0; i < all.length; i++) {
            fromOthers[i] = new FrameRing(i == index ? 1 : free.length);
        }
    }

    /// One pool for each worker, in their order; the area is divided among them.
    ///
    /// @param shares frames of each; together all frames of the area
    public static List<FramePool> divide(MemorySegment area, int... shares) {
        FramePool[] pools = new FramePool[shares.length];
        long at = 0;
        for (int i = 0; i < shares.length; i++) {
            long bytes = (long) shares[i] * FRAME_BYTES;
            FramePool pool = new FramePool(area.asSlice(at, bytes), pools, i);
            at += pool.bytes;
        }
        if (at != area.byteSize()) {
            throw new IllegalArgumentException("shares must name every frame of the area");
        }
        return new ArrayList<>(List.of(pools));
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
        if (available == 0) {
            collect();
        }
        return available == 0 ? 0 : free[--available];
    }

    /// Takes a frame of any home back, given any address inside it.
    public void free(long address) {
        if (Long.compareUnsigned(address - first, bytes) < 0) {
            free[available++] = frameOf(address);
        } else {
            sendHome(frameOf(address));
        }
    }

    private void sendHome(long frame) {
        for (FramePool home : all) {
            if (Long.compareUnsigned(frame - home.first, home.bytes) < 0) {
                if (!home.fromOthers[index].offer(frame)) {
                    throw new IllegalStateException("a frame was freed twice");
                }
                return;
            }
        }
        throw new IllegalArgumentException("no frame of this memory");
    }

    /// Takes in the frames that others have sent home; cheap when there are none. Called once a
    /// round of the worker.
    public void collect() {
        for (int i = 0; i < fromOthers.length; i++) {
            if (i != index) {
                collect(fromOthers[i]);
            }
        }
    }

    private void collect(FrameRing ring) {
        for (long frame = ring.poll(); frame != 0; frame = ring.poll()) {
            free[available++] = frame;
        }
    }

    /// Free frames; looks for those that came home when there are few.
    public int available() {
        if (available < COLLECT_BELOW) {
            collect();
        }
        return available;
    }

    /// Frames whose home this is.
    public int capacity() {
        return free.length;
    }
}
