package io.hnvgateway.dataplane.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.TestPolicies;
import io.hnvgateway.dataplane.net.Frames;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SlowPathLimit;
import io.hnvgateway.dataplane.steering.VsidArray;
import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTable;
import io.hnvgateway.packet.flow.Generations;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Packets of known flows into tunnels while the workers are behind: they have a share of their
/// own, and it is theirs only if they come from the VM whose flow it is.
@Tag("net")
class TunnelFlowsNetTest {
    private static final int COMPARTMENTS = 256;
    private static final int FLOWS = 64;
    private static final long SEED = 5;
    private static final int FREE_FOR_ALL = XskSocket.RING_ENTRIES / 2;
    private static final int BURST = 64;
    private static final int VSID = 5001;
    private static final int TENANT = 1;
    private static final long VM_MAC = 0x00155d000004L;
    private static final long GATEWAY_MAC = 0x02005e000001L;
    private static final String HOST = "192.0.2.11";

    private final VethPeer peer = new VethPeer();
    private final NetDevice device = NetDevice.of(peer.device());
    private final XdpProgram program =
            new XdpProgram(
                    new TableSizes(FLOWS, FLOWS, 16, COMPARTMENTS),
                    Optional.of(new FlowExecution(SEED, List.of(0))),
                    new SlowPathLimit(1, BURST));
    private final ProgramRun run = new ProgramRun(program.descriptor());
    private final Mapping vsids = program.mapped("vsid_compartments", VsidArray.BYTES);
    private final Mapping flows = program.mapped("flow_table", 64L * FLOWS);
    private final Mapping adjacencies = program.mapped("adjacencies", 64L * 16);
    private final Mapping generations = program.mapped("generations", 4L * COMPARTMENTS);
    private final Mapping frames = Mapping.anonymous(4096L * FramePool.FRAME_BYTES);
    private final List<Mapping> mapped = List.of(flows, adjacencies, generations, frames);
    private final XskSockets.Opened sockets;

    TunnelFlowsNetTest() {
        mapped.forEach(mapping -> Memory.register(mapping.segment()));
        program.attach(device, false);
        sockets =
                XskSockets.open(
                        program,
                        List.of(device),
                        frames.segment(),
                        List.of(new FramePool(frames.segment())));
        new XdpSteering(program, List.of(device), vsids.segment())
                .apply(TestPolicies.everything(device.name(), PortRole.BACK_END));
        install();
    }

    @AfterEach
    void close() {
        sockets.close();
        run.close();
        program.close();
        mapped.forEach(mapping -> Memory.unregister(mapping.segment()));
        Stream.concat(mapped.stream(), Stream.of(vsids)).forEach(Mapping::close);
        peer.close();
    }

    /// The flow of port 1000 leaves by a tunnel.
    private void install() {
        AdjacencyTable table = new AdjacencyTable(adjacencies.segment());
        Adjacency vm = new Adjacency();
        vm.kind = Adjacency.OVERLAY;
        vm.vsid = VSID;
        vm.destinationMac = VM_MAC;
        vm.sourceMac = GATEWAY_MAC;
        vm.destinationLow = IpAddress.parse(HOST).low();
        vm.providerSourceLow = IpAddress.parse(TestPolicies.PROVIDER_ADDRESS).low();
        FlowAction action = new FlowAction().intoTunnel(77);
        action.owner = TENANT;
        action.generation = new Generations(generations.segment()).advance(TENANT);
        action.ingressAdjacency = table.allocate();
        table.write(action.ingressAdjacency, vm);
        int from = IpAddress.parse("10.0.0.4").ipv4Bits();
        int to = IpAddress.parse("172.16.1.9").ipv4Bits();
        FlowKey key = new FlowKey().set(TENANT, from, to, 1000 << 16 | 2000, 17);
        new FlowTable(flows.segment(), SEED).insert(key, action, System.nanoTime());
    }

    private static byte[] fromVm(long mac, int port) {
        byte[] ip = Frames.ipv4("10.0.0.4", "172.16.1.9", 17, Frames.udp(port, 2000));
        byte[] nvgre =
                ByteBuffer.allocate(8 + 14 + ip.length)
                        .putInt(0x2000_6558)
                        .putInt(VSID << 8)
                        .putShort((short) (GATEWAY_MAC >> 32))
                        .putInt((int) GATEWAY_MAC)
                        .putShort((short) (mac >> 32))
                        .putInt((int) mac)
                        .putShort((short) 0x0800)
                        .put(ip)
                        .array();
        byte[] outer = Frames.ipv4(HOST, TestPolicies.PROVIDER_ADDRESS, 47, nvgre);
        return Frames.ethernet(Frames.TO_DEVICE, "0800", outer);
    }

    private int goUp(byte[] frame, int count) {
        int up = 0;
        for (int i = 0; i < count; i++) {
            up += run.run(frame, device.index()) == ProgramRun.REDIRECT ? 1 : 0;
        }
        return up;
    }

    @Test
    void aFloodOfFirstPacketsDoesNotStopAKnownFlowNorItTheFirstPackets() {
        assertThat(goUp(fromVm(VM_MAC, 999), 2000)).isEqualTo(FREE_FOR_ALL + BURST);
        assertThat(goUp(fromVm(VM_MAC, 1000), 2000)).isBetween(4 * BURST, FREE_FOR_ALL);
    }

    @Test
    void aKnownFlowLeavesFirstPacketsTheirShare() {
        assertThat(goUp(fromVm(VM_MAC, 1000), 3000))
                .isBetween(FREE_FOR_ALL + 4 * BURST, 2 * FREE_FOR_ALL);
        assertThat(goUp(fromVm(VM_MAC, 999), 1000)).isPositive();
    }

    @Test
    void anotherVmHasNoPartInIt() {
        assertThat(goUp(fromVm(VM_MAC + 1, 1000), 2000)).isEqualTo(FREE_FOR_ALL + BURST);
    }

    @Test
    void anEntryOfAnotherGenerationIsNoKnownFlow() {
        new Generations(generations.segment()).advance(TENANT);
        assertThat(goUp(fromVm(VM_MAC, 1000), 2000)).isEqualTo(FREE_FOR_ALL + BURST);
    }
}
