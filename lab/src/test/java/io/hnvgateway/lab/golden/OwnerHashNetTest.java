package io.hnvgateway.lab.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.DataPath;
import io.hnvgateway.dataplane.DataPathConfig;
import io.hnvgateway.dataplane.DataPathMode;
import io.hnvgateway.dataplane.DataPathOpener;
import io.hnvgateway.dataplane.guard.Guard;
import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.steering.PortPolicy;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.nat.NatSecrets;
import io.hnvgateway.nat.NatShared;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The XDP program gives a VM's frames to the worker that owns the VM's address: its hash and that
/// of NAT are one.
@Tag("net")
class OwnerHashNetTest {
    private static final int WORKERS = 4;
    private static final int ADDRESSES = 24;
    private static final IpAddress PROVIDER = IpAddress.parse("192.0.2.1");
    private static final IpAddress HOST = IpAddress.parse("192.0.2.11");
    private static final long MAC = 0x02_00_00_00_0b_01L;
    private static final Map<Integer, Integer> COMPARTMENTS = Map.of(5001, 1, 6001, 77);

    private final VethWire wire = new VethWire(1);
    private final String device = wire.devices().getFirst();
    private final NatShared nat = new NatShared(NatSecrets.ofSeed(9), WORKERS, (_, _, _, _) -> {});
    private final FrameBatch batch = new FrameBatch();

    @AfterEach
    void close() {
        Guard.detach(List.of(device));
        wire.close();
    }

    @Test
    void framesArriveAtTheOwnerOfTheirInsideAddress() {
        wire.macAddress(0, "02:00:00:00:0b:01");
        SteeringPolicy policy =
                SteeringPolicy.EMPTY
                        .withPort(device, PortPolicy.of(PortRole.BACK_END))
                        .withProviderAddresses(Set.of(PROVIDER))
                        .withVsidCompartments(COMPARTMENTS);
        DataPathConfig config =
                new DataPathConfig(
                        DataPathMode.XDP, List.of(device), WORKERS, DataPathConfig.Sizes.SMALL);
        try (DataPath path = DataPathOpener.open(config, policy)) {
            path.dealBy(nat.ownerSeed());
            List<Integer> arrived = new ArrayList<>();
            List<Integer> owners = new ArrayList<>();
            COMPARTMENTS.forEach((vsid, compartment) -> {
                for (int i = 0; i < ADDRESSES; i++) {
                    IpAddress inside = inside(i);
                    wire.send(0, frame(vsid, inside));
                    arrived.add(workerThatReceives(path));
                    owners.add(nat.ownerOf(compartment, inside.high(), inside.low()));
                }
            });
            assertThat(arrived).isEqualTo(owners).contains(0, 1, 2, 3);
        }
    }

    /// The families by turns.
    private static IpAddress inside(int i) {
        return IpAddress.parse(i % 2 == 0 ? "10.0.0." + i : "2001:db8:%x::%x".formatted(i, i));
    }

    private int workerThatReceives(DataPath path) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < VethPorts.PATIENCE_NS) {
            for (int worker = 0; worker < WORKERS; worker++) {
                if (receives(path, worker)) {
                    return worker;
                }
            }
            LockSupport.parkNanos(VethPorts.PAUSE_NS);
        }
        throw new AssertionError("the frame did not arrive");
    }

    private boolean receives(DataPath path, int worker) {
        batch.clear();
        DataPathPort port = path.ports(worker).getFirst();
        port.receive(batch);
        for (int i = 0; i < batch.size(); i++) {
            path.framePool(worker).free(batch.address(i));
        }
        port.flush();
        return batch.size() > 0;
    }

    /// NVGRE without a payload inside.
    private static byte[] frame(int vsid, IpAddress source) {
        int innerBytes = source.isIpv4() ? 20 : 40;
        ByteBuffer frame = ByteBuffer.allocate(14 + 20 + 8 + 14 + innerBytes);
        ethernet(frame, 0x0800);
        ipv4(frame, HOST, PROVIDER, 47, frame.capacity() - 14);
        frame.putInt(0x2000_6558).putInt(vsid << 8);
        ethernet(frame, source.isIpv4() ? 0x0800 : 0x86dd);
        if (source.isIpv4()) {
            ipv4(frame, source, PROVIDER, 59, innerBytes);
        } else {
            frame.putInt(6 << 28).putShort((short) 0).putShort((short) (59 << 8 | 64));
            frame.putLong(source.high()).putLong(source.low()).putLong(0).putLong(1);
        }
        return frame.array();
    }

    private static void ethernet(ByteBuffer frame, int type) {
        frame.putShort((short) (MAC >>> 32)).putInt((int) MAC);
        frame.putShort((short) 0x0200).putInt(0x0b11).putShort((short) type);
    }

    private static void ipv4(
            ByteBuffer frame, IpAddress source, IpAddress destination, int protocol, int bytes) {
        frame.putInt(0x4500_0000 | bytes).putInt(0x4000).putShort((short) (64 << 8 | protocol));
        frame.putShort((short) 0);
        frame.putInt((int) source.low()).putInt((int) destination.low());
    }
}
