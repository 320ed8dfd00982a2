package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.port.PortCounters;
import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;

/// One queue of an [XdpPort]: frames between its socket's rings, the batch and the pool. Owner: one
/// worker thread; nothing here allocates.
final class XdpQueue {
    private static final int FRAME_BYTES = FramePool.FRAME_BYTES;
    static final int REFILL_AT = 64;
    private static final int RESERVED_FRAMES = 128;
    private static final int WAKEUPS = 16;

    private final XskSocket socket;
    private final FramePool pool;
    private final PortCounters counters;
    private final long base;
    private final long umemBytes;
    private final int share;
    private int framesHeld;
    private int receivable;

    XdpQueue(XskSocket socket, SharedFrames frames, PortCounters counters) {
        this.socket = socket;
        this.pool = frames.pool();
        this.counters = counters;
        this.base = frames.umem().address();
        this.umemBytes = frames.umem().byteSize();
        this.share = frames.share();
        refill();
    }

    XskSocket socket() {
        return socket;
    }

    int framesHeld() {
        return framesHeld;
    }

    void receive(FrameBatch batch) {
        ConsumerRing ring = socket.receive();
        int frames = ring.available(FrameBatch.CAPACITY - batch.size());
        for (int i = 0; i < frames; i++) {
            accept(ring.descriptorOffset(i), ring.descriptorLength(i), batch);
        }
        if (frames > 0) {
            ring.release(frames);
            framesHeld -= frames;
            receivable -= frames;
            refill();
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

    /// Gives the kernel frames to receive into, up to the queue's share, but leaves some for frames
    /// that the gateway makes.
    private void refill() {
        ProducerRing fill = socket.fill();
        int room = Math.min(fill.room(REFILL_AT), share - receivable);
        if (room < REFILL_AT) {
            return;
        }
        int frames = Math.min(room, pool.available() - RESERVED_FRAMES);
        for (int i = 0; i < frames; i++) {
            fill.putAddress(pool.allocate() - base);
            framesHeld++;
            receivable++;
        }
        fill.publish();
        if (fill.needsWakeup()) {
            Libc.wakeReceive(socket.descriptor());
        }
    }

    /// @return false if the ring is full
    boolean transmit(long address, int length) {
        ProducerRing ring = socket.transmit();
        if (ring.room(1) == 0) {
            return false;
        }
        ring.putDescriptor(address - base, length);
        framesHeld++;
        return true;
    }

    void flush() {
        socket.transmit().publish();
        // A call ends early when it has sent its budget, so there may have to be several.
        for (int i = 0; i < WAKEUPS && mustWake(); i++) {
            Libc.wakeTransmit(socket.descriptor());
        }
        reclaim();
        refill();
    }

    private boolean mustWake() {
        return socket.transmit().pending() && socket.transmit().needsWakeup();
    }

    /// Frames that were sent return to the pool.
    private void reclaim() {
        ConsumerRing ring = socket.completion();
        int frames = ring.available(XskSocket.RING_ENTRIES);
        for (int i = 0; i < frames; i++) {
            long offset = ring.address(i);
            if (offset >= 0 && offset < umemBytes) {
                pool.free(base + offset);
            } else {
                counters.lostInvalid.add(1);
            }
        }
        if (frames > 0) {
            ring.release(frames);
            framesHeld -= frames;
        }
    }
}
