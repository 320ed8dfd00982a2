package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.port.Counter;
import io.hnvgateway.dataplane.port.PortCounters;
import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.packet.FramePool;
import java.util.List;
import java.util.Objects;

/// Fill and completion ring of one queue of one device, which the sockets of all workers share.
/// Owner: one worker, whose pool the frames to receive into come from; nothing here allocates.
final class QueueRings {
    static final int REFILL_AT = 64;
    private static final int RESERVED_FRAMES = 128;

    /// Counts of frames that the workers received from the queue.
    private final Counter[] received;

    private final XskSocket socket;
    private final ProducerRing fill;
    private final ConsumerRing completion;
    private final FramePool pool;
    private final PortCounters counters;
    private final long base;
    private final long umemBytes;
    private final int share;
    private long filled;
    private long completed;

    /// What a queue keeps ready, and who gets it.
    ///
    /// @param share see [SharedFrames#share]
    record Supply(FramePool pool, int share, List<Counter> received) {}

    /// @param socket the one that has the rings
    QueueRings(XskSocket socket, SharedFrames frames, Supply supply, PortCounters counters) {
        this.socket = socket;
        this.fill = Objects.requireNonNull(socket.fill());
        this.completion = Objects.requireNonNull(socket.completion());
        this.counters = counters;
        pool = supply.pool;
        share = supply.share;
        received = supply.received.toArray(Counter[]::new);
        base = frames.umem().address();
        umemBytes = frames.umem().byteSize();
        refill();
    }

    /// Gives the kernel frames to receive into, up to the queue's share, but leaves some for frames
    /// that the gateway makes.
    void refill() {
        if (fill.room(REFILL_AT) < REFILL_AT) {
            return;
        }
        int room = (int) Math.min(fill.room(REFILL_AT), share - receivable());
        if (room < REFILL_AT) {
            return;
        }
        int frames = Math.min(room, pool.available() - RESERVED_FRAMES);
        for (int i = 0; i < frames; i++) {
            fill.putAddress(pool.allocate() - base);
            filled++;
        }
        fill.publish();
        if (fill.needsWakeup()) {
            Libc.wakeReceive(socket.descriptor());
        }
    }

    /// Frames that the kernel has to receive into, or that wait in a worker's receive ring.
    private long receivable() {
        long left = filled;
        for (Counter ofWorker : received) {
            left -= ofWorker.value();
        }
        return left;
    }

    /// Frames that were sent return to their homes.
    void reclaim() {
        int frames = completion.available(XskSocket.RING_ENTRIES);
        for (int i = 0; i < frames; i++) {
            long offset = completion.address(i);
            if (offset >= 0 && offset < umemBytes) {
                pool.free(base + offset);
            } else {
                counters.lostInvalid.add(1);
            }
        }
        if (frames > 0) {
            completion.release(frames);
            completed += frames;
        }
    }

    /// Frames given to the kernel less frames taken back.
    long framesHeld() {
        return filled - completed;
    }
}
