package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.port.Counter;
import io.hnvgateway.dataplane.port.PortCounters;
import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;

/// One worker's socket on one queue of a device: frames between its rings and the batch. Owner: the
/// worker; nothing here allocates.
final class XdpQueue {
    private static final int FRAME_BYTES = FramePool.FRAME_BYTES;
    private static final int WAKEUPS = 16;

    private final XskSocket socket;
    private final FramePool pool;
    private final PortCounters counters;
    private final Counter received;
    private final RingLevel level;
    private final long base;
    private final long umemBytes;
    private long transmitted;

    /// A socket, and where the program learns how full its ring is.
    record Source(XskSocket socket, RingLevel level) {}

    /// @param received counts what is taken from the receive ring, for the owner of the fill ring
    XdpQueue(
            Source source,
            SharedFrames frames,
            FramePool pool,
            PortCounters counters,
            Counter received) {
        this.socket = source.socket;
        this.level = source.level;
        this.pool = pool;
        this.counters = counters;
        this.received = received;
        this.base = frames.umem().address();
        this.umemBytes = frames.umem().byteSize();
    }

    XskSocket socket() {
        return socket;
    }

    /// Frames sent less frames received; with [QueueRings#framesHeld] what the kernel has.
    long framesHeld() {
        return transmitted - received.value();
    }

    void receive(FrameBatch batch) {
        ConsumerRing ring = socket.receive();
        int frames = ring.available(FrameBatch.CAPACITY - batch.size());
        for (int i = 0; i < frames; i++) {
            accept(ring.descriptorOffset(i), ring.descriptorLength(i), batch);
        }
        if (frames > 0) {
            ring.release(frames);
            received.add(frames);
            level.report(ring.waiting());
        }
    }

    private void accept(long offset, int length, FrameBatch batch) {
        if (offset < 0 || offset >= umemBytes) {
            counters.lostInvalid.add(1);
            return;
        }
        if (length <= 0 || length > FRAME_BYTES - (offset & (FRAME_BYTES - 1))) {
            counters.lostInvalid.add(1);
            pool.free(base + offset);
            return;
        }
        batch.add(base + offset, length);
        counters.received(length);
    }

    /// @return false if the ring is full
    boolean transmit(long address, int length) {
        ProducerRing ring = socket.transmit();
        if (ring.room(1) == 0) {
            return false;
        }
        ring.putDescriptor(address - base, length);
        transmitted++;
        return true;
    }

    void flush() {
        socket.transmit().publish();
        // A call ends early when it has sent its budget, so there may have to be several.
        for (int i = 0; i < WAKEUPS && mustWake(); i++) {
            Libc.wakeTransmit(socket.descriptor());
        }
    }

    private boolean mustWake() {
        return socket.transmit().pending() && socket.transmit().needsWakeup();
    }
}
