package io.hnvgateway.lab.golden;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.SnapshotCompiler;
import io.hnvgateway.app.compile.SteeringOrder;
import io.hnvgateway.app.compile.UnderlayOptions;
import io.hnvgateway.dataplane.DataPath;
import io.hnvgateway.dataplane.DataPathConfig;
import io.hnvgateway.dataplane.DataPathMemory;
import io.hnvgateway.dataplane.DataPathMode;
import io.hnvgateway.dataplane.DataPathOpener;
import io.hnvgateway.dataplane.guard.Guard;
import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.steering.SlowPathLimit;
import io.hnvgateway.dataplane.xdp.FlowExecution;
import io.hnvgateway.lab.capture.CapturedFrame;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.provider.connection.ConnectionString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The real data path over veth pairs. A frame that the gateway always takes is sent behind each
/// frame, and one that it never makes behind all that left: so nothing depends on time.
public final class VethPorts implements CasePorts {
    private static final DataPathConfig.Sizes SIZES =
            new DataPathConfig.Sizes(8192, 1 << 13, 1 << 10, 1 << 8);

    /// The program may run over frames that no worker then takes: that looks as if it were behind.
    private static final SlowPathLimit UNLIMITED = new SlowPathLimit(1_000_000_000, 1_000_000_000);

    static final long PATIENCE_NS = 5_000_000_000L;
    static final long PAUSE_NS = 20_000;
    private static final int LAST_TYPE = 0x88b6;

    /// What carries the frames of a case.
    public enum Carrier {
        /// The XDP program executes flows, the worker does the rest.
        XDP(DataPathMode.XDP, true),
        JAVA_OVER_XDP(DataPathMode.XDP, false),
        JAVA_OVER_PACKET(DataPathMode.PACKET, false);

        private final DataPathMode mode;
        private final boolean executes;

        Carrier(DataPathMode mode, boolean executes) {
            this.mode = mode;
            this.executes = executes;
        }
    }

    private final VethWire wire;
    private final Markers markers;
    private final DataPath path;
    private final FrameBatch arrived = new FrameBatch();

    VethPorts(VethWire wire, CaseConfig config, Carrier carrier) {
        this.wire = wire;
        markers = new Markers(config);
        path = open(wire, config, carrier);
    }

    /// Opens the data path of a case, whose links are the wire's devices.
    public static DataPath open(VethWire wire, CaseConfig config, Carrier carrier) {
        for (int i = 0; i < config.links().size(); i++) {
            wire.macAddress(i, config.links().get(i).macAddress().replace('-', ':'));
        }
        ConnectionString connection = GatewayUnderTest.parse(config.connectionString());
        List<PortPlan> plans = GatewayUnderTest.plans(config.portNames(), connection);
        UnderlayOptions options = GatewayUnderTest.options(connection);
        var underlay =
                SnapshotCompiler.preview(
                        new KernelFacts(config).state(config.neighbors()), plans, options);
        var dataPath = new DataPathConfig(carrier.mode, config.portNames(), SIZES).with(UNLIMITED);
        var execution = new FlowExecution(config.seed(), PortPlan.portsOf(plans));
        return DataPathOpener.open(
                carrier.executes ? dataPath.executing(execution) : dataPath,
                SnapshotCompiler.emptySteering(underlay, plans));
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
        path.close();
        Guard.detach(path.ports().stream().map(DataPathPort::name).toList());
    }
}
