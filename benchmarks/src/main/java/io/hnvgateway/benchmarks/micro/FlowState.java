package io.hnvgateway.benchmarks.micro;

import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyReferences;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowExecutor;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTable;
import io.hnvgateway.packet.flow.FlowTables;
import io.hnvgateway.packet.flow.Generations;
import io.hnvgateway.packet.flow.IpIdentifications;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Flow tables with tenants' outbound UDP flows of one family, and one frame to write their packets
/// into.
@State(Scope.Thread)
public class FlowState {
    static final int SERVER = 0xc633_6402;
    static final int PUBLIC_ADDRESS = 0xcb00_710a;
    static final int SERVER_PORT = 9;

    /// Documentation prefix of the outside, unique local one of the VMs (RFC 3849, RFC 4193).
    private static final long OUTSIDE6 = 0x2001_0db8_0000_0000L;

    private static final long INSIDE6 = 0xfd00_0000_0000_0000L;
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

    @Param({"false", "true"})
    public boolean ipv6;

    final Packet packet = new Packet();
    final FlowKey key = new FlowKey();
    final FlowAction action = new FlowAction();

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment frames =
            arena.allocate(FramePool.FRAME_BYTES, FramePool.FRAME_BYTES);
    private final AdjacencyTable adjacencies = new AdjacencyTable(arena.allocate(1024, 64));
    private FlowTables tables = newTables(16, 16);
    private FlowExecutor executor = newExecutor(1);
    private int host;
    private int nextHop;
    private int turn;

    @Setup
    public void fill() {
        Memory.register(frames);
        tables = ipv6 ? newTables(16, 2 * flows) : newTables(2 * flows, 16);
        int refused = 0;
        executor = newExecutor(compartments + 1);
        host = adjacency(hostOfTheVm());
        nextHop = adjacency(nextHopOnTheFrontEnd());
        for (int i = 0; i < flows; i++) {
            keyOf(i);
            translate(i);
            action.owner = key.compartment;
            action.ingressAdjacency = host;
            action.egressAdjacency = nextHop;
            refused += tables.insert(key, action, System.nanoTime()) == 0 ? 1 : 0;
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

    /// IPv4: address and port; IPv6: the prefix alone.
    private void translate(int flow) {
        action.clear();
        if (ipv6) {
            action.rewriteSource(OUTSIDE6, key.sourceLow);
        } else {
            action.rewriteSource(key.source, key.sourcePort, PUBLIC_ADDRESS, flow & 0xffff);
        }
    }

    private FlowTables newTables(int ipv4Entries, int ipv6Entries) {
        return new FlowTables(
                new FlowTable(arena.allocate(64L * ipv4Entries, 64), SEED),
                FlowTable.ipv6(
                        arena.allocate(128L * ipv6Entries, 64), SEED, new AdjacencyReferences(0)));
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

    FlowTables tables() {
        return tables;
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
        int vm = FIRST_VM + inside / PORTS;
        return ipv6
                ? key.setIpv6(compartment, ports, IpProtocol.UDP)
                        .source(INSIDE6, vm)
                        .destination(OUTSIDE6, SERVER)
                : key.set(compartment, vm, SERVER, ports, IpProtocol.UDP);
    }

    /// Writes a flow's packet into the frame, as it lies there after decapsulation, unparsed.
    Packet packetOf(int flow) {
        keyOf(flow);
        long ip = frames.address() + FramePool.HEADROOM_BYTES + 56;
        int headerBytes = ipv6 ? Ipv6Header.BYTES : Ipv4Header.BYTES;
        packet.reset(0, ip, headerBytes + UDP_BYTES, 0);
        if (ipv6) {
            writeIpv6(ip);
        } else {
            writeIpv4(ip);
        }
        Memory.put32(ip + headerBytes, (key.sourcePort << 16) | SERVER_PORT);
        Memory.put32(ip + headerBytes + 4, (UDP_BYTES << 16) | (ipv6 ? 1 : 0));
        packet.overlay = true;
        packet.providerSourceLow = IpAddress.mapped(0xc000_020b);
        packet.vsid = 5000;
        packet.innerSourceMac = 0x0200_0000_0110L;
        packet.compartment = key.compartment;
        return packet;
    }

    private void writeIpv4(long ip) {
        Memory.put64(ip, 0x4500_0032_0000_4000L);
        Memory.put32(ip + 8, 0x4011_0000);
        Memory.put32(ip + 12, key.source);
        Memory.put32(ip + 16, SERVER);
        Ipv4Header.updateChecksum(ip, Ipv4Header.BYTES);
    }

    private void writeIpv6(long ip) {
        Ipv6Header.write(ip, UDP_BYTES, IpProtocol.UDP, 64);
        Ipv6Header.source(ip, key.sourceHigh, key.sourceLow);
        Ipv6Header.destination(ip, key.destinationHigh, key.destinationLow);
    }
}
