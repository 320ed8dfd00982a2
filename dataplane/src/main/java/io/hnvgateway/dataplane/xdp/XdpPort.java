package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.afpacket.UdpTrain;
import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.port.PortCounters;
import io.hnvgateway.dataplane.port.PortStatistics;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One worker's view of a port over AF_XDP sockets, one for each receive queue of the device; it
/// sends by one of them ([XdpSender]). Owner: the worker.
public final class XdpPort implements DataPathPort {
    private final int index;
    private final NetDevice device;
    private final long firstFrame;
    private final long framesEnd;
    private final FramePool pool;
    private final PortCounters counters;
    private final XdpQueue[] queues;
    private final QueueRings[] rings;
    private final XdpSender sender;
    private int nextQueue;

    /// What the worker has of the device.
    ///
    /// @param queues one for each receive queue
    /// @param rings those of the queues that this worker fills
    /// @param train null where the kernel sends frames without copying them
    record View(
            int worker,
            PortCounters counters,
            List<XdpQueue> queues,
            List<QueueRings> rings,
            @Nullable UdpTrain train) {}

    XdpPort(int index, NetDevice device, SharedFrames frames, View view) {
        this.index = index;
        this.device = device;
        this.pool = frames.pools().get(view.worker);
        this.counters = view.counters;
        this.firstFrame = frames.umem().address();
        this.framesEnd = firstFrame + frames.umem().byteSize();
        this.queues = view.queues.toArray(XdpQueue[]::new);
        this.rings = view.rings.toArray(QueueRings[]::new);
        this.sender =
                new XdpSender(queues[view.worker % queues.length], pool, counters, view.train);
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
        if (batch.size() > before) {
            refill();
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
        return sender.transmit(address, length);
    }

    @Override
    public void flush() {
        sender.flush();
        for (QueueRings ring : rings) {
            ring.reclaim();
        }
        refill();
    }

    private void refill() {
        for (QueueRings ring : rings) {
            ring.refill();
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
        long held = sender.framesHeld();
        for (XdpQueue queue : queues) {
            held += queue.framesHeld();
        }
        for (QueueRings ring : rings) {
            held += ring.framesHeld();
        }
        return (int) held;
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
        sender.close();
    }
}
