package io.hnvgateway.lab.golden;

import io.hnvgateway.app.compile.SteeringOrder;
import io.hnvgateway.dataplane.DataPath;
import io.hnvgateway.dataplane.DataPathMemory;
import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.lab.capture.CapturedFrame;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The real data path over veth pairs. A frame that the gateway always takes is sent behind each
/// frame, and one that it never makes behind all that left: so nothing depends on time.
final class VethPorts implements CasePorts {
    static final long PATIENCE_NS = 30_000_000_000L;
    static final long PAUSE_NS = 20_000;
    private static final int LAST_TYPE = 0x88b6;

    private final VethWire wire;
    private final Markers markers;
    private final VethPath veth;
    private final DataPath path;
    private final FrameBatch arrived = new FrameBatch();

    /// @param veth opened for such a configuration, its tables empty; stays the caller's
    VethPorts(VethWire wire, CaseConfig config, VethPath veth) {
        this.wire = wire;
        this.veth = veth;
        path = veth.path();
        markers = new Markers(config);
    }

    @Override
    public List<? extends DataPathPort> ports() {
        return path.ports();
    }

    @Override
    public FramePool frames() {
        return path.framePool();
    }

    @Override
    public DataPathMemory tables() {
        return path.memory();
    }

    @Override
    public long flowSeed(CaseConfig config) {
        return veth.flowSeed();
    }

    @Override
    public void steer(SteeringOrder order) {
        order.to(path.steering());
    }

    @Override
    public void carry(int worker, int port, byte[] frame, FrameBatch batch) {
        byte[] marker = markers.of(port);
        wire.send(port, frame);
        wire.send(port, marker);
        await(() -> receive(port, marker, batch), "the marker behind the frame");
    }

    /// Takes what is there; true when the marker was among it.
    private boolean receive(int port, byte[] marker, FrameBatch batch) {
        boolean last = false;
        arrived.clear();
        path.ports().get(port).receive(arrived);
        for (int i = 0; i < arrived.size(); i++) {
            if (Arrays.equals(bytes(arrived.address(i), arrived.length(i)), marker)) {
                path.framePool().free(arrived.address(i));
                last = true;
            } else {
                batch.add(arrived.address(i), arrived.length(i));
            }
        }
        path.ports().get(port).flush();
        return last;
    }

    @Override
    public List<CapturedFrame> takeSent() {
        List<CapturedFrame> sent = new ArrayList<>();
        for (DataPathPort port : path.ports()) {
            byte[] last = new byte[60];
            last[12] = (byte) (LAST_TYPE >> 8);
            last[13] = (byte) LAST_TYPE;
            transmit(port, last);
            await(() -> take(port, last, sent), "the frame behind all others");
        }
        return sent;
    }

    private void transmit(DataPathPort port, byte[] frame) {
        long address = path.framePool().allocate() + FramePool.HEADROOM_BYTES;
        for (int i = 0; i < frame.length; i++) {
            Memory.put8(address + i, frame[i]);
        }
        await(() -> port.transmit(address, frame.length), "room to transmit");
    }

    private boolean take(DataPathPort port, byte[] last, List<CapturedFrame> sent) {
        port.flush();
        byte[] frame = wire.poll(port.index());
        if (frame == null || Arrays.equals(frame, last)) {
            return frame != null;
        }
        sent.add(new CapturedFrame(0, port.name(), frame));
        return false;
    }

    private static byte[] bytes(long address, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) Memory.u8(address + i);
        }
        return bytes;
    }

    private static void await(BooleanSupplier done, String what) {
        long end = System.nanoTime() + PATIENCE_NS;
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(what + " did not come");
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    @Override
    public void close() {
        // The data path serves the next.
    }
}
