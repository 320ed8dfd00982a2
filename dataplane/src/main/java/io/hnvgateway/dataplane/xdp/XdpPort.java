package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.port.PortCounters;
import io.hnvgateway.dataplane.port.PortStatistics;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import java.util.List;

/// A port over AF_XDP sockets, one for each receive queue of its device; it sends by the first.
/// Owner: one worker thread.
public final class XdpPort implements DataPathPort {
    private final int index;
    private final NetDevice device;
    private final long firstFrame;
    private final long framesEnd;
    private final FramePool pool;
    private final PortCounters counters = new PortCounters();
    private final XdpQueue[] queues;
    private int nextQueue;

    XdpPort(int index, NetDevice device, SharedFrames frames, List<XskSocket> sockets) {
        this.index = index;
        this.device = device;
        this.pool = frames.pool();
        this.firstFrame = frames.umem().address();
        this.framesEnd = firstFrame + frames.umem().byteSize();
        this.queues =
                sockets.stream()
                        .map(s -> new XdpQueue(s, frames, counters))
                        .toArray(XdpQueue[]::new);
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public long macAddress() {
        return device.macAddress();
    }

    @Override
    public int mtuBytes() {
        return device.mtuBytes();
    }

    @Override
    public int receive(FrameBatch batch) {
        int before = batch.size();
        for (int i = 0; i < queues.length && !batch.full(); i++) {
            queues[nextQueue].receive(batch);
            nextQueue = nextQueue + 1 == queues.length ? 0 : nextQueue + 1;
        }
        return batch.size() - before;
    }

    @Override
    public boolean transmit(long address, int length) {
        boolean inFrame =
                address >= firstFrame
                        && address < framesEnd
                        && length > 0
                        && length <= FramePool.bytesToEnd(address);
        if (!inFrame) {
            counters.lostInvalid.add(1);
            pool.free(address);
            return true;
        }
        if (!queues[0].transmit(address, length)) {
            counters.transmitRingFull.add(1);
            return false;
        }
        counters.sent(length);
        return true;
    }

    @Override
    public void flush() {
        for (XdpQueue queue : queues) {
            queue.flush();
        }
    }

    @Override
    public int[] pollDescriptors() {
        int[] descriptors = new int[queues.length];
        for (int i = 0; i < queues.length; i++) {
            descriptors[i] = queues[i].socket().descriptor();
        }
        return descriptors;
    }

    @Override
    public int framesHeld() {
        int held = 0;
        for (XdpQueue queue : queues) {
            held += queue.framesHeld();
        }
        return held;
    }

    @Override
    public PortStatistics statistics() {
        PortStatistics s = counters.snapshot();
        long tooLong = 0;
        long noFrame = 0;
        long ringFull = 0;
        long invalid = s.lostInvalid();
        for (XdpQueue queue : queues) {
            XskOptions.Statistics kernel = queue.socket().statistics();
            tooLong += Math.max(0, kernel.dropped() - kernel.fillRingEmpty());
            noFrame += kernel.fillRingEmpty();
            ringFull += kernel.receiveRingFull();
            invalid += kernel.invalidReceive() + kernel.invalidTransmit();
        }
        return new PortStatistics(
                s.receivedFrames(),
                s.receivedBytes(),
                s.sentFrames(),
                s.sentBytes(),
                tooLong,
                noFrame,
                ringFull,
                invalid,
                s.transmitRingFull());
    }

    @Override
    public void close() {
        for (XdpQueue queue : queues) {
            queue.socket().close();
        }
    }
}
