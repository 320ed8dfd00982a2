package io.hnvgateway.compartments.stage;

import static io.hnvgateway.compartments.stage.TestFrames.ethernet;
import static io.hnvgateway.compartments.stage.TestFrames.ipv4;
import static io.hnvgateway.compartments.stage.TestFrames.nvgre;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.Fib;
import io.hnvgateway.compartments.FibBuilder;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.GatewayInterface;
import io.hnvgateway.compartments.GatewayInterfaces;
import io.hnvgateway.compartments.IpTable;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.NextHopGroups;
import io.hnvgateway.compartments.PagedArray;
import io.hnvgateway.compartments.PersistentTable;
import io.hnvgateway.compartments.PrefixTable;
import io.hnvgateway.compartments.ProviderNetwork;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.compartments.TenantEvents;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.compartments.VirtualSubnetId;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Ipv6Parser;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Port;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowExecutor;
import io.hnvgateway.packet.flow.Generations;
import io.hnvgateway.packet.flow.IpIdentifications;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A tenant's virtual subnet of both families behind two hosts, and a router and a neighbour on the
/// front end: enough for one stage. Nothing here is mocked but the wire.
final class StageWorld implements AutoCloseable, TenantEvents {
    static final int COMPARTMENT = 1;
    static final int VSID = 5001;
    static final int BACK_END = 0;
    static final int FRONT_END = 1;
    static final long PORT_MAC = 0x020000000001L;
    static final long HOST_MAC = 0x020000000011L;
    static final long GATEWAY_MAC = 0x02005e000001L;
    static final String GATEWAY_PA = "192.0.2.1";
    static final String HOST = "192.0.2.11";
    static final String OTHER_HOST = "192.0.2.12";
    static final String NEW_HOST = "192.0.2.13";
    static final String STRANGER = "192.0.2.66";
    static final String GATEWAY = "10.0.0.1";
    static final String GATEWAY6 = "fd00:1::1";
    static final String GATEWAY_LINK_LOCAL = "fe80::5eff:fe00:1";

    /// Has static addresses, on HOST.
    static final long VM_MAC = 0x00155d00000aL;

    static final String VM = "10.0.0.10";
    static final String VM6 = "fd00:1::a";
    static final String VM_LINK_LOCAL = "fe80::a";

    /// Its addresses are to be learned, on HOST.
    static final long LEARNER_MAC = 0x00155d00000bL;

    /// Has learned 10.0.0.12, on OTHER_HOST.
    static final long LEARNED_MAC = 0x00155d00000cL;

    static final String LEARNED = "10.0.0.12";
    static final String PUBLIC = "203.0.113.10";
    static final String PUBLIC6 = "2001:db8:99::1";
    static final String OUTSIDE6 = "2001:db8:1::9";
    static final String FRONT_END6 = "2001:db8:1::1";

    private static final int FRAMES = 700;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = register(arena.allocate(FRAMES * 4096L, 4096));
    private final MemorySegment slots = register(arena.allocate(64 * 64L, 64));
    private final MemorySegment generations = register(arena.allocate(64, 64));

    final List<byte[]> sent = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final FramePool frames = new FramePool(memory);
    final AdjacencyTable adjacencies = new AdjacencyTable(slots);
    final NeighborTable neighbors = new NeighborTable(adjacencies, (_, _, _) -> {});
    final CompartmentState state = new CompartmentState();
    final CompartmentState defaultState = new CompartmentState();
    final Compartment compartment;
    final ForwardingSnapshot snapshot;
    final WorkerContext context;
    final FlowExecutor executor;
    final WaitingRoom waiting;
    final Answers answers;
    final IcmpErrors errors;
    final LearningStage learning;
    final Port port = new WirePort(PORT_MAC);

    StageWorld() {
        neighbors.link(BACK_END, new NeighborTable.Link(PORT_MAC, 1500));
        neighbors.link(FRONT_END, new NeighborTable.Link(PORT_MAC, 1500));
        compartment = compartment();
        snapshot = snapshot();
        context = new WorkerContext(frames, defaultState, snapshot);
        executor =
                new FlowExecutor(
                        adjacencies,
                        this::transmit,
                        (_, p) -> p.drop(DropReason.NEIGHBOR_UNRESOLVED),
                        new Generations(generations),
                        new IpIdentifications(0, 1));
        waiting = new WaitingRoom(context);
        answers = new Answers(context, executor, neighbors, waiting);
        errors = new IcmpErrors(context, answers);
        learning = new LearningStage(context, this);
        at(0);
    }

    /// The time from here on.
    void at(long nowNs) {
        context.begin(snapshot, nowNs);
    }

    private static MemorySegment register(MemorySegment segment) {
        Memory.register(segment);
        return segment;
    }

    boolean transmit(int link, long address, int length) {
        sent.add(copy(address, length));
        frames.free(address);
        return true;
    }

    static byte[] copy(long address, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) Memory.u8(address + i);
        }
        return bytes;
    }

    private Compartment compartment() {
        VirtualSubnetId vsid = new VirtualSubnetId(VSID);
        MacAddress mac = new MacAddress(GATEWAY_MAC);
        List<GatewayInterface> interfaces =
                List.of(
                        new GatewayInterface(vsid, IpAddress.parse(GATEWAY), mac),
                        new GatewayInterface(vsid, IpAddress.parse(GATEWAY6), mac));
        List<IpPrefix> prefixes =
                List.of(IpPrefix.parse("10.0.0.0/24"), IpPrefix.parse("fd00:1::/64"));
        FibBuilder fib = new FibBuilder();
        prefixes.forEach(p -> fib.put(p, FibEntry.of(FibEntry.SUBNET, 0)));
        return new Compartment(
                new Compartment.Identity(
                        COMPARTMENT, 0, new RoutingDomainId(new UUID(0, 1)), "contoso"),
                new Compartment.Topology(
                        List.of(new VirtualSubnet("a", vsid, prefixes)),
                        new GatewayInterfaces(interfaces)),
                records(),
                new Compartment.Forwarding(
                        List.of(),
                        fib.build(),
                        NextHopGroups.EMPTY,
                        List.of(),
                        SourceCheck.STRICT,
                        1458),
                state);
    }

    private LookupTable records() {
        List<LookupRecord> records =
                List.of(
                        record(VM, VM_MAC, HOST, LookupRecord.Kind.STATIC),
                        record(VM6, VM_MAC, HOST, LookupRecord.Kind.STATIC),
                        record("", LEARNER_MAC, HOST, LookupRecord.Kind.L2_ONLY),
                        record(LEARNED, LEARNED_MAC, OTHER_HOST, LookupRecord.Kind.L2_ONLY));
        int[][] slots = records.stream().map(r -> new int[] {overlay(r)}).toArray(int[][]::new);
        return new LookupTable(records, new int[0], slots);
    }

    private static LookupRecord record(
            String address, long mac, String host, LookupRecord.Kind kind) {
        return new LookupRecord(
                "",
                address.isEmpty() ? null : IpAddress.parse(address),
                new VirtualSubnetId(VSID),
                new MacAddress(mac),
                IpAddress.parse(host),
                kind,
                LookupRecord.Rule.ENCAPSULATION);
    }

    private int overlay(LookupRecord record) {
        IpAddress host = record.providerAddress();
        int nextHop = neighbors.want(BACK_END, host.high(), host.low());
        neighbors.resolved(BACK_END, host.high(), host.low(), HOST_MAC);
        Adjacency a = new Adjacency();
        a.kind = Adjacency.OVERLAY;
        a.mtuBytes = 1458;
        a.destinationMac = record.mac().bits();
        a.sourceMac = GATEWAY_MAC;
        a.providerSourceLow = IpAddress.parse(GATEWAY_PA).low();
        a.destinationHigh = host.high();
        a.destinationLow = host.low();
        a.vsid = VSID;
        a.nextHop = nextHop;
        int slot = adjacencies.allocate();
        adjacencies.write(slot, a);
        return slot;
    }

    private ForwardingSnapshot snapshot() {
        int owner = FibEntry.of(FibEntry.PUBLIC, COMPARTMENT);
        PrefixTable.Editor owners =
                PrefixTable.EMPTY
                        .edit()
                        .put(IpPrefix.parse(PUBLIC + "/32"), owner)
                        .put(IpPrefix.parse(PUBLIC6 + "/128"), owner);
        int onLink = FibEntry.of(FibEntry.ON_LINK, FRONT_END);
        FibBuilder routes = new FibBuilder().put(IpPrefix.parse("2001:db8:1::/64"), onLink);
        IpAddress outside = IpAddress.parse(FRONT_END6);
        return new ForwardingSnapshot(
                0,
                PagedArray.of(null, compartment),
                PersistentTable.EMPTY.edit().put(0, VSID, COMPARTMENT).build(),
                new FrontEnd(
                        owners.build(),
                        routes.build(),
                        NextHopGroups.EMPTY,
                        1,
                        List.of(
                                FrontEnd.LinkAddresses.NONE,
                                new FrontEnd.LinkAddresses(null, outside)),
                        new boolean[] {false, true}),
                new ProviderNetwork(
                        IpTable.of(Map.of(IpAddress.parse(GATEWAY_PA), 1)),
                        PersistentTable.EMPTY,
                        new boolean[] {true, false},
                        (high, low) -> isHost(IpAddress.toString(high, low)),
                        Fib.EMPTY));
    }

    private static boolean isHost(String address) {
        return List.of(HOST, OTHER_HOST, NEW_HOST, "2001:db8:77::1").contains(address);
    }

    /// An inner packet from a host, decapsulated and parsed as the pipeline does.
    Packet fromHost(String host, long vmMac, int type, byte[] packet) {
        Packet p = outer(host, VSID, ethernet(GATEWAY_MAC, vmMac, type, packet));
        if (NvgreStage.decapsulate(p, snapshot) == Verdict.DROP) {
            throw new AssertionError(p.dropReason);
        }
        if (type != EthernetHeader.TYPE_ARP) {
            parse(p, p.address + EthernetHeader.BYTES);
        }
        return p;
    }

    Packet ipv6FromVm(byte[] packet) {
        return fromHost(HOST, VM_MAC, EthernetHeader.TYPE_IPV6, packet);
    }

    /// An NVGRE packet whose outer header is parsed.
    Packet outer(String host, int vsid, byte[] inner) {
        return fromWire(
                BACK_END,
                ethernet(
                        PORT_MAC,
                        HOST_MAC,
                        EthernetHeader.TYPE_IPV4,
                        ipv4(host, GATEWAY_PA, IpProtocol.GRE, nvgre(vsid, inner))));
    }

    /// An IPv6 packet of the front end.
    Packet fromOutside(byte[] packet) {
        return fromWire(FRONT_END, ethernet(PORT_MAC, HOST_MAC, EthernetHeader.TYPE_IPV6, packet));
    }

    Packet fromWire(int link, byte[] frame) {
        Packet p = place(link, frame);
        int tag = EthernetHeader.isVlan(EthernetHeader.type(p.address)) ? 4 : 0;
        parse(p, p.address + EthernetHeader.BYTES + tag);
        return p;
    }

    /// A frame as a port receives it.
    Packet place(int link, byte[] frame) {
        long address = frames.allocate() + FramePool.HEADROOM_BYTES;
        MemorySegment.copy(
                frame, 0, memory, ValueLayout.JAVA_BYTE, address - memory.address(), frame.length);
        Packet p = new Packet();
        p.reset(link, address, frame.length, 0);
        return p;
    }

    private static void parse(Packet p, long ip) {
        Verdict verdict =
                Memory.u8(ip) >>> 4 == 6
                        ? Ipv6Parser.parse(p, ip, p.end())
                        : Ipv4Parser.parse(p, ip, p.end());
        if (verdict == Verdict.DROP || TransportParser.parse(p) == Verdict.DROP) {
            throw new AssertionError(p.dropReason);
        }
    }

    /// What the gateway sent last into NVGRE: the inner packet behind its Ethernet header.
    byte[] lastInner() {
        byte[] frame = sent.getLast();
        return Arrays.copyOfRange(frame, 14 + 20 + 8 + 14, frame.length);
    }

    @Override
    public void learned(
            int index, int vsid, long high, long low, long mac, long paHigh, long paLow) {
        events.add("learned " + IpAddress.toString(high, low) + " " + Long.toHexString(mac));
    }

    @Override
    public void conflict(
            int index, int vsid, long high, long low, long mac, long paHigh, long paLow) {
        events.add("conflict " + IpAddress.toString(high, low) + " " + Long.toHexString(mac));
    }

    @Override
    public void redirected(int index, long high, long low, long newHigh, long newLow) {
        events.add(
                "redirected "
                        + IpAddress.toString(high, low)
                        + " "
                        + IpAddress.toString(newHigh, newLow));
    }

    @Override
    public void unreachable(int index, long high, long low, long paHigh, long paLow) {
        events.add(
                "unreachable "
                        + IpAddress.toString(high, low)
                        + " "
                        + IpAddress.toString(paHigh, paLow));
    }

    @Override
    public void close() {
        Memory.unregister(memory);
        Memory.unregister(slots);
        Memory.unregister(generations);
        arena.close();
    }
}
