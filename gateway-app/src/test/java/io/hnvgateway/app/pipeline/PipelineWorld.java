package io.hnvgateway.app.pipeline;

import io.hnvgateway.app.compile.BgpNetwork;
import io.hnvgateway.app.compile.BgpNetworks;
import io.hnvgateway.app.compile.IpSecTunnels;
import io.hnvgateway.app.compile.LearnedRoutes;
import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.UnderlayOptions;
import io.hnvgateway.app.core.CoreInputs;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.app.desired.NetworkChanges;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.TenantBackEnd;
import io.hnvgateway.app.desired.TenantNat;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.GatewayInterface;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.compartments.VirtualSubnetId;
import io.hnvgateway.compartments.punt.PuntPeer;
import io.hnvgateway.dataplane.DataPathMemory;
import io.hnvgateway.dataplane.netlink.InMemoryKernelMirror;
import io.hnvgateway.dataplane.netlink.KernelAddress;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelNeighbor;
import io.hnvgateway.dataplane.netlink.KernelRoute;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.dataplane.xdp.TrafficArray;
import io.hnvgateway.nat.NatCapacity;
import io.hnvgateway.nat.NatSecrets;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.provider.resource.NatFiltering;
import io.hnvgateway.provider.resource.NatQuota;
import io.hnvgateway.provider.resource.NatTimers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A whole pipeline in memory with tenants that all have a VM 10.0.0.4 behind host 192.0.2.2 and
/// NAT to the Internet behind router 198.51.100.1. Ports take every frame and give it back to the
/// pool.
public final class PipelineWorld implements AutoCloseable {
    static final int PROVIDER_ADDRESS = 0xc0000201;
    static final int HOST = 0xc0000202;
    static final int VM = 0x0a000004;
    static final int SERVER = 0xcb007107;
    static final int FIRST_PUBLIC = 0xc6336480;
    static final int FIRST_GATEWAY_VSID = 20_000;
    static final int FIRST_VM_VSID = 5_000;
    static final long BACK_MAC = 0x020000000001L;
    static final long FRONT_MAC = 0x020000000002L;
    static final IpAddress FRONT_IPV6 = IpAddress.parse("2001:db8:51::2");
    static final long HOST_MAC = 0x020000000011L;
    static final long ROUTER_MAC = 0x020000000022L;
    static final long VM_MAC = 0x00155d000004L;
    static final long GATEWAY_MAC = 0x02005e000001L;

    /// Tenants that tables which are kept have room for.
    static final int MOST_KEPT = 8;

    private static final int PAGE = 4096;

    private final Arena arena = Arena.ofConfined();
    private final List<MemorySegment> registered = new ArrayList<>();
    private final DataPathMemory tables;
    private final PipelineSurroundings.Tunnels tunnels;
    final FramePool frames;

    /// One for each worker, the first one [#frames].
    final List<FramePool> pools;

    /// As each worker has the ports; [#back] and [#front] are the first one's.
    final List<List<RecyclingPort>> views = new ArrayList<>();

    final RecyclingPort back;
    final RecyclingPort front;
    public final GatewayCore core;

    /// What the control plane was told of BFD.
    final List<PuntPeer> bfdChanges = new ArrayList<>();

    private final InMemoryKernelMirror kernel =
            new InMemoryKernelMirror(kernel(KernelNeighbor.State.PERMANENT));
    public long nowNs = 1_000_000_000L;

    public PipelineWorld(int tenants, int flows) {
        this(tenants, flows, 1, PipelineSurroundings.Tunnels.none(HostDelivery.NONE));
    }

    /// A world with tunnels, and workers that share the ports.
    PipelineWorld(int tenants, int flows, int workers, PipelineSurroundings.Tunnels tunnels) {
        this.tunnels = tunnels;
        tables = tables(tenants, flows);
        int[] shares = IntStream.range(0, workers).map(_ -> 256).toArray();
        pools = FramePool.divide(memory(256L * workers * FramePool.FRAME_BYTES), shares);
        pools.forEach(this::view);
        frames = pools.getFirst();
        back = views.getFirst().get(0);
        front = views.getFirst().get(1);
        NatCapacity nat = capacity(flows * workers);
        long natBytes = CoreInputs.Memory.natBytes(nat, workers);
        core = core(nat, memory(natBytes), CoreInputs.Kept.NOTHING, kernel());
        publish(IntStream.range(0, tenants).mapToObj(PipelineWorld::network).toList());
    }

    /// A world that is kept for another one, without tenants yet.
    ///
    /// @param before whose tables it goes on with; null: its own
    PipelineWorld(
            int flows,
            MemorySegment nat,
            CoreInputs.Kept kept,
            @Nullable PipelineWorld before,
            KernelState kernelState) {
        tunnels = PipelineSurroundings.Tunnels.none(HostDelivery.NONE);
        tables = before == null ? tables(MOST_KEPT, flows) : before.tables;
        nowNs = before == null ? nowNs : before.nowNs;
        pools = List.of(new FramePool(memory(256L * FramePool.FRAME_BYTES)));
        pools.forEach(this::view);
        frames = pools.getFirst();
        back = views.getFirst().get(0);
        front = views.getFirst().get(1);
        core = core(capacity(flows), nat, kept, kernelState);
    }

    private void view(FramePool pool) {
        views.add(
                List.of(
                        new RecyclingPort(0, "back", BACK_MAC, pool),
                        new RecyclingPort(1, "front", FRONT_MAC, pool)));
    }

    /// Free frames of all workers.
    int freeFrames() {
        pools.forEach(FramePool::collect);
        return pools.stream().mapToInt(FramePool::available).sum();
    }

    static NatCapacity capacity(int flows) {
        return new NatCapacity(2 * flows, 2 * flows);
    }

    private GatewayCore core(
            NatCapacity capacity, MemorySegment nat, CoreInputs.Kept kept, KernelState state) {
        kernel.change(state);
        return new GatewayCore(
                inputs(capacity, nat, kept),
                kernel,
                Runnable::run,
                new GatewayCore.Listeners(
                        _ -> {}, (_, _, _, _) -> {}, () -> {}, IpSecTunnels.NONE, new Watched()));
    }

    private final class Watched implements BgpNetworks {
        @Override
        public LearnedRoutes learned(RoutingDomainId rdid) {
            return LearnedRoutes.NONE;
        }

        @Override
        public void update(Set<RoutingDomainId> ended, List<BgpNetwork> present) {}

        @Override
        public void bfdChanged(PuntPeer peer) {
            bfdChanges.add(peer);
        }
    }

    void publish(List<TenantNetwork> networks) {
        core.target().prepare(new NetworkChanges(networks, Set.of())).publish(PhaseTimes.start());
    }

    private MemorySegment memory(long bytes) {
        MemorySegment segment = arena.allocate(bytes, PAGE);
        Memory.register(segment);
        registered.add(segment);
        return segment;
    }

    private DataPathMemory tables(int tenants, int flows) {
        return new DataPathMemory(
                memory(64L * Integer.highestOneBit(flows) * 8),
                memory(128L * Integer.highestOneBit(flows) * 8),
                memory(64L * adjacencies(tenants)),
                memory(4L * compartments(tenants)),
                memory(64),
                memory(16L * Integer.highestOneBit(flows) * 8),
                memory(16L * Integer.highestOneBit(flows) * 8),
                TrafficArray.NONE,
                false);
    }

    static int adjacencies(int tenants) {
        return 16 * (tenants + 16);
    }

    static int compartments(int tenants) {
        return tenants + 16;
    }

    private CoreInputs inputs(NatCapacity capacity, MemorySegment nat, CoreInputs.Kept kept) {
        return new CoreInputs(
                new CoreInputs.Ports(
                        views,
                        List.of(
                                new PortPlan(0, "back", true, false),
                                new PortPlan(1, "front", false, true)),
                        UnderlayOptions.NONE),
                new CoreInputs.Memory(pools, tables, nat),
                new CoreInputs.Settings(capacity, NatSecrets.ofSeed(7), 7, () -> nowNs),
                kept,
                tunnels);
    }

    /// The kernel says so of host and router.
    void neighbors(KernelNeighbor.State state) {
        kernel.change(kernel(state));
    }

    static KernelState kernel() {
        return kernel(KernelNeighbor.State.PERMANENT);
    }

    private static KernelState kernel(KernelNeighbor.State neighbors) {
        return new KernelState(
                Map.of(
                        1, new KernelLink(1, "back", BACK_MAC, 1500, true),
                        2, new KernelLink(2, "front", FRONT_MAC, 1500, true)),
                List.of(
                        new KernelAddress(1, inet(PROVIDER_ADDRESS), 24),
                        new KernelAddress(2, inet(0xc6336402), 24),
                        new KernelAddress(2, FRONT_IPV6, 64)),
                List.of(
                        KernelRoute.via(IpPrefix.parse("192.0.2.0/24"), null, 1, 0),
                        KernelRoute.via(IpPrefix.parse("198.51.100.0/24"), null, 2, 0),
                        KernelRoute.via(IpPrefix.ALL_IPV4, inet(0xc6336401), 2, 0)),
                Map.of(
                        key(1, HOST), neighbor(1, HOST, HOST_MAC, neighbors),
                        key(2, 0xc6336401), neighbor(2, 0xc6336401, ROUTER_MAC, neighbors)));
    }

    private static KernelState.NeighborKey key(int link, int address) {
        return new KernelState.NeighborKey(link, inet(address));
    }

    private static KernelNeighbor neighbor(
            int link, int address, long mac, KernelNeighbor.State state) {
        return new KernelNeighbor(link, inet(address), mac, state);
    }

    private static IpAddress inet(int address) {
        return IpAddress.ofIpv4(address);
    }

    static TenantNetwork network(int n) {
        VirtualSubnetId vms = new VirtualSubnetId(FIRST_VM_VSID + n);
        VirtualSubnetId gateway = new VirtualSubnetId(FIRST_GATEWAY_VSID + n);
        return new TenantNetwork(
                new RoutingDomainId(new UUID(1, n)),
                "tenant" + n,
                List.of(IpPrefix.of(IpAddress.ofIpv4(0x0a000000), 8)),
                List.of(
                        new VirtualSubnet(
                                "vms", vms, List.of(IpPrefix.of(IpAddress.ofIpv4(0x0a000000), 24))),
                        new VirtualSubnet(
                                "gateway",
                                gateway,
                                List.of(IpPrefix.of(IpAddress.ofIpv4(0x0afefe00), 29)))),
                List.of(
                        new GatewayInterface(
                                gateway,
                                IpAddress.ofIpv4(0x0afefe01),
                                new MacAddress(GATEWAY_MAC))),
                List.of(
                        new LookupRecord(
                                "vm",
                                IpAddress.ofIpv4(VM),
                                vms,
                                new MacAddress(VM_MAC),
                                IpAddress.ofIpv4(HOST))),
                List.of(),
                List.of(),
                List.of(),
                nat(n),
                new TenantBackEnd(SourceCheck.STRICT, null, true));
    }

    private static TenantNat nat(int n) {
        return new TenantNat(
                List.of(new Ipv4Address(FIRST_PUBLIC + n)),
                List.of(),
                List.of(),
                NatFiltering.ENDPOINT_INDEPENDENT,
                NatTimers.DEFAULT,
                new NatQuota(64_000, 1 << 24));
    }

    @Override
    public void close() {
        registered.forEach(Memory::unregister);
        arena.close();
    }
}
