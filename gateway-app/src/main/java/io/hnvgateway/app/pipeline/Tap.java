package io.hnvgateway.app.pipeline;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;

/// Copies of one compartment's frames, as one worker saw them, for one reader: a ring that drops
/// what finds no place, so that no reader ever slows a worker. [#put] on the worker, [#poll] on the
/// reader.
public final class Tap {
    /// Bytes of a frame that are kept.
    public static final int MOST_BYTES = 2048;

    private static final int FRAMES = 512;

    /// Gets a frame.
    @FunctionalInterface
    public interface Reader {
        /// @param toVm false: from a VM
        /// @param atNs by CLOCK_MONOTONIC
        /// @param frame its first `kept` of `bytes` bytes; valid during the call
        void frame(boolean toVm, long atNs, byte[] frame, int kept, int bytes);
    }

    private final byte[][] frames = new byte[FRAMES][MOST_BYTES];
    private final long[] times = new long[FRAMES];

    /// Length; negative: to a VM.
    private final int[] lengths = new int[FRAMES];

    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    void put(boolean toVm, long nowNs, long address, int bytes) {
        long at = written.getPlain();
        if (at - read.getAcquire() >= FRAMES) {
            lost.setOpaque(lost.getPlain() + 1);
            return;
        }
        int slot = (int) (at % FRAMES);
        times[slot] = nowNs;
        lengths[slot] = toVm ? -bytes : bytes;
        MemorySegment.copy(
                Memory.everything(),
                ValueLayout.JAVA_BYTE,
                address,
                frames[slot],
                0,
                Math.min(bytes, MOST_BYTES));
        written.setRelease(at + 1);
    }

    /// Hands over what waits.
    ///
    /// @return how many frames
    public int poll(Reader reader) {
        long from = read.getPlain();
        long to = written.getAcquire();
        for (long at = from; at < to; at++) {
            int slot = (int) (at % FRAMES);
            int bytes = Math.abs(lengths[slot]);
            reader.frame(
                    lengths[slot] < 0,
                    times[slot],
                    frames[slot],
                    Math.min(bytes, MOST_BYTES),
                    bytes);
            read.setRelease(at + 1);
        }
        return (int) (to - from);
    }

    /// Frames that found no place.
    public long lost() {
        return lost.getOpaque();
    }
}
