package io.hnvgateway.benchmarks.micro;

import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowExecutor;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTable;
import io.hnvgateway.packet.flow.Generations;
import io.hnvgateway.packet.flow.IpIdentifications;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A flow table with tenants' outbound UDP flows, and one frame to write their packets into.
@State(Scope.Thread)
public class FlowState {
    static final int SERVER = 0xc633_6402;
    static final int PUBLIC_ADDRESS = 0xcb00_710a;
    static final int SERVER_PORT = 9;
    private static final int PORTS = 8192;
    private static final int FIRST_PORT = 1024;
    private static final int FIRST_VM = 0x0a00_000a;
    private static final int SPREAD = 0x9e37_79b1;
    private static final long SEED = 0x1234_5678_9abc_def1L;
    private static final int UDP_BYTES = 30;

    /// A power of two.
    @Param({"8192", "1048576"})
    public int flows;

    /// A power of two.
    @Param({"1", "1024"})
    public int compartments;

    final Packet packet = new Packet();
    final FlowKey key = new FlowKey();
    final FlowAction action = new FlowAction();

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment frames =
            arena.allocate(FramePool.FRAME_BYTES, FramePool.FRAME_BYTES);
    private final AdjacencyTable adjacencies = new AdjacencyTable(arena.allocate(1024, 64));
    private FlowTable table = newTable(8);
    private FlowExecutor executor = newExecutor(1);
    private int host;
    private int nextHop;
    private int turn;

    @Setup
    public void fill() {
        Memory.register(frames);
        table = newTable(2 * flows);
        int refused = 0;
        executor = newExecutor(compartments + 1);
        host = adjacency(hostOfTheVm());
        nextHop = adjacency(nextHopOnTheFrontEnd());
        for (int i = 0; i < flows; i++) {
            keyOf(i);
            action.clear().rewriteSource(key.source, key.sourcePort, PUBLIC_ADDRESS, i & 0xffff);
            action.owner = key.compartment;
            action.ingressAdjacency = host;
            action.egressAdjacency = nextHop;
            refused += table.insert(key, action, System.nanoTime()) == 0 ? 1 : 0;
        }
        if (refused > flows / 50) {
            throw new IllegalStateException("flows without a slot: " + refused);
        }
    }

    @TearDown
    public void close() {
        Memory.unregister(frames);
        arena.close();
    }

    private FlowTable newTable(int capacity) {
        return new FlowTable(arena.allocate(64L * capacity, 64), SEED);
    }

    /// Sends into the void: I/O is not measured here.
    private FlowExecutor newExecutor(int indices) {
        Generations generations = new Generations(arena.allocate(4L * indices, 4));
        return new FlowExecutor(
                adjacencies,
                (_, _, _) -> true,
                (_, _) -> Verdict.HOLD,
                generations,
                new IpIdentifications(0, 1 << 16));
    }

    private int adjacency(Adjacency content) {
        int slot = adjacencies.allocate();
        adjacencies.write(slot, content);
        return slot;
    }

    private static Adjacency hostOfTheVm() {
        Adjacency host = new Adjacency();
        host.kind = Adjacency.OVERLAY;
        host.mtuBytes = 1458;
        host.destinationMac = 0x0200_0000_0110L;
        host.destinationLow = IpAddress.mapped(0xc000_020b);
        host.vsid = 5000;
        return host;
    }

    private static Adjacency nextHopOnTheFrontEnd() {
        Adjacency nextHop = new Adjacency();
        nextHop.kind = Adjacency.NEIGHBOR;
        nextHop.mtuBytes = 1500;
        nextHop.destinationMac = 0x0200_0000_0c02L;
        nextHop.flags = Adjacency.RESOLVED;
        return nextHop;
    }

    FlowTable table() {
        return table;
    }

    FlowExecutor executor() {
        return executor;
    }

    /// The next flow's number, in an order that no prefetcher guesses.
    int nextFlow() {
        return (turn++ * SPREAD) & (flows - 1);
    }

    /// The key of a flow's packets.
    FlowKey keyOf(int flow) {
        int compartment = 1 + (flow & (compartments - 1));
        int inside = flow / compartments;
        int ports = ((FIRST_PORT + inside % PORTS) << 16) | SERVER_PORT;
        return key.set(compartment, FIRST_VM + inside / PORTS, SERVER, ports, IpProtocol.UDP);
    }

    /// Writes a flow's packet into the frame, as it lies there after decapsulation, unparsed.
    Packet packetOf(int flow) {
        keyOf(flow);
        long ip = frames.address() + FramePool.HEADROOM_BYTES + 56;
        packet.reset(0, ip, Ipv4Header.BYTES + UDP_BYTES, 0);
        Memory.put64(ip, 0x4500_0032_0000_4000L);
        Memory.put32(ip + 8, 0x4011_0000);
        Memory.put32(ip + 12, key.source);
        Memory.put32(ip + 16, SERVER);
        Memory.put32(ip + 20, (key.sourcePort << 16) | SERVER_PORT);
        Memory.put32(ip + 24, UDP_BYTES << 16);
        Ipv4Header.updateChecksum(ip, Ipv4Header.BYTES);
        packet.overlay = true;
        packet.providerSourceLow = IpAddress.mapped(0xc000_020b);
        packet.vsid = 5000;
        packet.innerSourceMac = 0x0200_0000_0110L;
        packet.compartment = key.compartment;
        return packet;
    }
}
