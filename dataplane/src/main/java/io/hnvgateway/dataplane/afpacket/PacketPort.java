package io.hnvgateway.dataplane.afpacket;

import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.port.PortCounters;
import io.hnvgateway.dataplane.port.PortStatistics;
import io.hnvgateway.dataplane.steering.SteeringFilter;
import io.hnvgateway.dataplane.steering.SteeringVerdict;
import io.hnvgateway.dataplane.steering.VerdictCounters;
import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Memory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One worker's view of a port over two packet sockets, one to receive and one to send. Owner: the
/// worker.
public final class PacketPort implements DataPathPort {
    private static final int VLAN_TAG_BYTES = 4;
    private static final int MAC_ADDRESSES_BYTES = 12;
    private static final int MAX_FRAME_BYTES = FramePool.FRAME_BYTES - FramePool.HEADROOM_BYTES;

    private final int index;
    private final NetDevice device;
    private final FramePool pool;
    private final @Nullable SteeringFilter filter;
    private final VerdictCounters verdicts;
    private final PortCounters counters = new PortCounters();
    private final PacketSockets sockets;

    /// A port whose frames are all the gateway's, whatever they are.
    public PacketPort(int index, PacketSockets sockets, FramePool pool) {
        this(index, sockets, pool, null, new VerdictCounters(0));
    }

    /// @param filter decides which frames are the gateway's, null: all are; each is counted in
    ///   `verdicts`
    public PacketPort(
            int index,
            PacketSockets sockets,
            FramePool pool,
            @Nullable SteeringFilter filter,
            VerdictCounters verdicts) {
        this.index = index;
        this.device = sockets.device();
        this.pool = pool;
        this.filter = filter;
        this.verdicts = verdicts;
        this.sockets = sockets;
    }

    /// Deals the frames of a device out to the views of it, one for each worker.
    public static void deal(List<PacketPort> views) {
        if (views.size() > 1) {
            PacketFanout.join(views.stream().map(view -> view.sockets).toList());
        }
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
        ReceiveRing ring = sockets.receiveRing();
        while (!batch.full() && ring.advance()) {
            accept(ring, batch);
        }
        return batch.size() - before;
    }

    private void accept(ReceiveRing ring, FrameBatch batch) {
        int length = ring.length();
        int tag = ring.vlanTag();
        if (length < 0) {
            counters.lostTooLong.add(1);
            return;
        }
        if (!isGateways(ring.address(), length, tag)) {
            return;
        }
        if (length + (tag == 0 ? 0 : VLAN_TAG_BYTES) > MAX_FRAME_BYTES) {
            counters.lostTooLong.add(1);
            return;
        }
        take(ring, length, tag, batch);
    }

    private boolean isGateways(long frame, int length, int tag) {
        if (filter == null) {
            return true;
        }
        SteeringVerdict verdict = filter.verdict(frame, length, tag, index, device.macAddress());
        verdicts.count(index, verdict);
        return verdict.isGateway();
    }

    private void take(ReceiveRing ring, int length, int tag, FrameBatch batch) {
        long frame = pool.allocate();
        if (frame == 0) {
            counters.lostNoFrame.add(1);
            return;
        }
        long to = frame + FramePool.HEADROOM_BYTES;
        int bytes = tag == 0 ? length : length + VLAN_TAG_BYTES;
        if (tag == 0) {
            Memory.copy(ring.address(), to, length);
        } else {
            copyWithTag(ring.address(), to, length, tag);
        }
        if ((ring.status() & ReceiveRing.STATUS_CHECKSUM_NOT_READY) != 0) {
            ChecksumCompletion.complete(to, bytes);
        }
        batch.add(to, bytes);
        counters.received(bytes);
    }

    private static void copyWithTag(long from, long to, int length, int tag) {
        Memory.copy(from, to, MAC_ADDRESSES_BYTES);
        Memory.put32(to + MAC_ADDRESSES_BYTES, tag);
        Memory.copy(
                from + MAC_ADDRESSES_BYTES,
                to + MAC_ADDRESSES_BYTES + VLAN_TAG_BYTES,
                length - MAC_ADDRESSES_BYTES);
    }

    @Override
    public boolean transmit(long address, int length) {
        if (length <= 0 || length > TransmitRing.MAX_FRAME_BYTES) {
            counters.lostInvalid.add(1);
            pool.free(address);
            return true;
        }
        if (!sockets.transmitRing().offer(address, length)) {
            counters.transmitRingFull.add(1);
            return false;
        }
        counters.sent(length);
        pool.free(address);
        return true;
    }

    @Override
    public void flush() {
        if (sockets.transmitRing().pending()) {
            Libc.wakeTransmit(sockets.transmitDescriptor());
        }
    }

    @Override
    public int[] pollDescriptors() {
        return new int[] {sockets.receiveDescriptor()};
    }

    @Override
    public int framesHeld() {
        return 0; // frames are copied into and out of the kernel's rings
    }

    @Override
    public PortStatistics statistics() {
        PortStatistics s = counters.snapshot();
        return new PortStatistics(
                s.receivedFrames(),
                s.receivedBytes(),
                s.sentFrames(),
                s.sentBytes(),
                s.lostTooLong(),
                s.lostNoFrame(),
                sockets.framesDroppedByKernel(),
                s.lostInvalid()
                        + sockets.transmitRing().refused()
                        + sockets.receiveRing().corruptBlocks(),
                s.transmitRingFull());
    }

    @Override
    public void close() {
        sockets.close();
    }
}
