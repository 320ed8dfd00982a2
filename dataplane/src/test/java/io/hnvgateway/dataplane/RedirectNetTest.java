package io.hnvgateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.guard.Guard;
import io.hnvgateway.dataplane.net.FrameCapture;
import io.hnvgateway.dataplane.net.Frames;
import io.hnvgateway.dataplane.net.Shell;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.net.XdpPass;
import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.port.PortExecutor;
import io.hnvgateway.dataplane.steering.PortPolicy;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SteeringVerdict;
import io.hnvgateway.dataplane.xdp.FlowExecution;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTable;
import io.hnvgateway.packet.flow.Generations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One flow from the first port's peer, out of either port: the XDP program carries it only while
/// the device takes redirected frames, and else it goes up, from the kernel's notification on. What
/// comes between a change and its notification may be lost, and is not sent here.
@Tag("net")
@Timeout(60)
class RedirectNetTest {
    private static final long SEED = 7;
    private static final int OWNER = 1;
    private static final int SAME_PORT = 0;
    private static final int OTHER_PORT = 1;
    private static final int TAGGED_LINK = 2;
    private static final int VLAN = 33;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String NEIGHBOR_MAC = "020000000002";
    private static final byte[] PACKET =
            Frames.ipv4(TestPolicies.ROUTED_ADDRESS, 17, Frames.udp(1000, 2000));
    private static final byte[] FRAME = Frames.ethernet(Frames.TO_DEVICE, "0800", PACKET);

    private final VethPeer left = new VethPeer();
    private final VethPeer right = new VethPeer();

    @AfterEach
    void close() {
        Guard.detach(List.of(left.device(), right.device()));
        left.close();
        right.close();
    }

    private DataPath open(DataPathMode mode) {
        DataPathConfig config =
                new DataPathConfig(
                        mode, List.of(left.device(), right.device()), DataPathConfig.Sizes.SMALL);
        return DataPathOpener.open(
                config.executing(new FlowExecution(SEED, List.of(0, 1, 1))),
                TestPolicies.everything(left.device(), PortRole.FRONT_END)
                        .withPort(right.device(), PortPolicy.of(PortRole.FRONT_END)));
    }

    /// The flow of [#PACKET], which leaves by a link.
    private static void installFlow(DataPath path, int link) {
        AdjacencyTable adjacencies = new AdjacencyTable(path.memory().adjacencies());
        Adjacency anywhere = new Adjacency();
        anywhere.kind = Adjacency.FRONT_END;
        int ingress = adjacencies.allocate();
        adjacencies.write(ingress, anywhere);
        Adjacency neighbor = new Adjacency();
        neighbor.kind = Adjacency.NEIGHBOR;
        neighbor.port = link;
        neighbor.vlan = link == TAGGED_LINK ? VLAN : 0;
        neighbor.mtuBytes = 1500;
        neighbor.destinationMac = Long.parseLong(NEIGHBOR_MAC, 16);
        neighbor.sourceMac = VethPeer.DEVICE_MAC;
        neighbor.flags = Adjacency.RESOLVED;
        int egress = adjacencies.allocate();
        adjacencies.write(egress, neighbor);
        FlowAction action = new FlowAction();
        action.owner = OWNER;
        action.generation = new Generations(path.memory().generations()).advance(OWNER);
        action.ingressAdjacency = ingress;
        action.egressAdjacency = egress;
        FlowKey key = new FlowKey().set(0, 0xc0000209, 0xc633644d, 1000 << 16 | 2000, 17);
        new FlowTable(path.memory().flowTable(), SEED).insert(key, action, System.nanoTime());
    }

    private static long executed(DataPath path) {
        return path.verdicts().frames(0, SteeringVerdict.EXECUTED);
    }

    private void assertGoesUp(DataPath path) {
        long before = executed(path);
        left.send(FRAME);
        DataPathPort port = path.ports().getFirst();
        FrameBatch batch = new FrameBatch();
        await(() -> port.receive(batch) > 0);
        byte[] arrived = new byte[batch.length(0)];
        for (int i = 0; i < arrived.length; i++) {
            arrived[i] = (byte) Memory.u8(batch.address(0) + i);
        }
        assertThat(arrived).as("as it came").isEqualTo(FRAME);
        path.framePool().free(batch.address(0));
        port.flush();
        assertThat(executed(path)).isEqualTo(before);
    }

    private void assertIsExecuted(DataPath path, VethPeer at, String headers) {
        long before = executed(path);
        try (FrameCapture capture = at.capture()) {
            left.send(FRAME);
            assertThat(hex(capture.await(f -> hex(f).startsWith(headers), PATIENCE))).isNotEmpty();
        }
        assertThat(executed(path)).isEqualTo(before + 1);
    }

    private static String hex(byte @Nullable [] frame) {
        return frame == null ? "" : HexFormat.of().formatHex(frame);
    }

    private static void awaitExecutor(DataPath path, int port, PortExecutor executor) {
        await(() -> path.executor(port) == executor);
    }

    private static void await(BooleanSupplier done) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("patience").isNegative();
            Thread.onSpinWait();
        }
    }

    /// Its Ethernet header and the packet with a TTL of one less.
    private static String sent(String type) {
        return NEIGHBOR_MAC + "020000000001" + type + "45000024123400003f11";
    }

    @Test
    void followsTheProgramOfThePeer(@TempDir Path folder) {
        XdpPass pass = new XdpPass(folder);
        try (DataPath path = open(DataPathMode.XDP)) {
            installFlow(path, OTHER_PORT);
            assertThat(path.executor(1)).isEqualTo(PortExecutor.JAVA_DEVICE);
            assertGoesUp(path);
            for (int round = 0; round < 2; round++) {
                pass.attach(right);
                awaitExecutor(path, 1, PortExecutor.XDP);
                assertThat(path.executor(0)).isEqualTo(PortExecutor.JAVA_DEVICE);
                assertIsExecuted(path, right, sent("0800"));
                pass.detach(right);
                awaitExecutor(path, 1, PortExecutor.JAVA_DEVICE);
                assertGoesUp(path);
            }
        }
    }

    @Test
    void executesByADeviceWhosePeerHasAProgramFromTheStart(@TempDir Path folder) {
        new XdpPass(folder).attach(right);
        try (DataPath path = open(DataPathMode.XDP)) {
            installFlow(path, OTHER_PORT);
            assertThat(path.executor(1)).isEqualTo(PortExecutor.XDP);
            assertIsExecuted(path, right, sent("0800"));
        }
    }

    @Test
    void sendsWithATagAndBackByTheDeviceThatItCameFrom() {
        left.inPeer("ethtool -K " + VethPeer.PEER + " gro on");
        right.inPeer("ethtool -K " + VethPeer.PEER + " gro on");
        try (DataPath path = open(DataPathMode.XDP)) {
            installFlow(path, TAGGED_LINK);
            assertThat(path.executor(0)).isEqualTo(PortExecutor.XDP);
            assertIsExecuted(path, right, sent("8100" + "0021" + "0800"));
            installFlow(path, SAME_PORT);
            assertIsExecuted(path, left, sent("0800"));
        }
    }

    @Test
    void needsNothingOfTheDeviceUnderTheGenericHook() {
        try (DataPath path = open(DataPathMode.XDP_GENERIC)) {
            installFlow(path, OTHER_PORT);
            assertThat(path.executor(1)).isEqualTo(PortExecutor.XDP);
            assertIsExecuted(path, right, sent("0800"));
        }
    }

    /// A packet of the flow that is longer than the device, or its peer, takes.
    private static byte[] longFrame() {
        byte[] udp = Arrays.copyOf(Frames.udp(1000, 2000), 1200);
        udp[4] = (byte) (udp.length >> 8);
        udp[5] = (byte) udp.length;
        byte[] ip = Frames.ipv4(TestPolicies.ROUTED_ADDRESS, 17, udp);
        return Frames.ethernet(Frames.TO_DEVICE, "0800", ip);
    }

    /// Both are sent: the program counts them, and nothing else but the losses tells their end.
    private void assertLosesCounted(DataPath path, Runnable narrowing) {
        installFlow(path, OTHER_PORT);
        assertThat(path.redirectLosses().uncounted()).isEmpty();
        assertIsExecuted(path, right, sent("0800"));
        narrowing.run();
        left.send(longFrame(), longFrame());
        await(() -> path.redirectLosses().frames(1) == 2);
        assertThat(executed(path)).isEqualTo(3);
        assertThat(path.redirectLosses().frames(0)).isZero();
        assertIsExecuted(path, right, sent("0800"));
        assertThat(path.redirectLosses().frames(1)).isEqualTo(2);
    }

    @Test
    void countsFramesThatThePeerOfAVethRefuses() {
        right.inPeer("ethtool -K " + VethPeer.PEER + " gro on");
        try (DataPath path = open(DataPathMode.XDP)) {
            assertLosesCounted(
                    path, () -> right.inPeer("ip link set " + VethPeer.PEER + " mtu 600"));
        }
    }

    @Test
    void countsFramesThatAreTooLongForTheDevice() {
        right.inPeer("ethtool -K " + VethPeer.PEER + " gro on");
        try (DataPath path = open(DataPathMode.XDP)) {
            assertLosesCounted(path, () -> Shell.run("ip link set " + right.device() + " mtu 600"));
        }
    }

    @Test
    void saysWhyJavaExecutes() {
        try (DataPath path = open(DataPathMode.PACKET)) {
            assertThat(path.executor(0)).isEqualTo(PortExecutor.JAVA_PACKET);
        }
    }
}
