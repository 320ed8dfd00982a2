package io.hnvgateway.benchmarks.micro;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.UnderlayOptions;
import io.hnvgateway.app.core.CoreInputs;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.app.desired.NetworkChanges;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.dataplane.DataPathMemory;
import io.hnvgateway.dataplane.netlink.InMemoryKernelMirror;
import io.hnvgateway.dataplane.netlink.KernelAddress;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelNeighbor;
import io.hnvgateway.dataplane.netlink.KernelRoute;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.dataplane.xdp.TrafficArray;
import io.hnvgateway.nat.NatCapacity;
import io.hnvgateway.nat.NatSecrets;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A whole gateway of one worker between two [SinkPort]s: everything but I/O.
final class GatewayInMemory implements AutoCloseable {
    static final int PROVIDER_ADDRESS = 0xc000_0201;
    static final long BACK_MAC = 0x0200_0000_0001L;
    static final long FRONT_MAC = 0x0200_0000_0002L;
    static final long HOST_MAC = 0x0200_0000_0011L;
    static final long ROUTER_MAC = 0x0200_0000_0022L;

    private static final int BACK = 1;
    private static final int FRONT = 2;
    private static final int OWN = 0xc633_6402;
    private static final int ROUTER = 0xc633_6401;
    private static final IpAddress OWN6 = IpAddress.parse("2001:db8:0:1::2");
    private static final IpAddress ROUTER6 = IpAddress.parse("2001:db8:0:1::1");
    private static final int MTU_BYTES = 1500;
    private static final int FRAMES = 256;
    private static final int LEAST_ENTRIES = 1 << 10;
    private static final int SLOT_BYTES = DataPathMemory.SLOT_BYTES;

    private final Deque<Mapping> mappings = new ArrayDeque<>();
    final FramePool frames = new FramePool(map((long) FRAMES * FramePool.FRAME_BYTES));
    final SinkPort back = new SinkPort(0, "back", BACK_MAC, frames);
    final SinkPort front = new SinkPort(1, "front", FRONT_MAC, frames);
    final GatewayCore core;
    private long nowNs = System.nanoTime();

    /// Sizes of its tables.
    ///
    /// @param sessions NAT sessions
    /// @param entries slots of a flow table, a power of two; only that of the family in use is big
    /// @param hugePages for flow tables and their counters, as over AF_PACKET; a mapped BPF array
    ///   has small ones
    record Sizes(int sessions, int entries, boolean ipv6, boolean hugePages) {}

    GatewayInMemory(TenantPlan plan, Sizes sizes) {
        core =
                new GatewayCore(
                        inputs(plan, sizes),
                        new InMemoryKernelMirror(kernel(plan)),
                        Runnable::run,
                        new GatewayCore.Listeners(_ -> {}, (_, _, _, _) -> {}, () -> {}));
        List<TenantNetwork> networks = plan.networks();
        core.target().prepare(new NetworkChanges(networks, Set.of())).publish(PhaseTimes.start());
    }

    private MemorySegment map(long bytes) {
        return add(Mapping.anonymous(bytes));
    }

    private MemorySegment table(long bytes, boolean hugePages) {
        return add(hugePages ? Mapping.inHugePages(bytes) : Mapping.anonymous(bytes));
    }

    private MemorySegment add(Mapping mapping) {
        mappings.push(mapping);
        Memory.register(mapping.segment());
        return mapping.segment();
    }

    private CoreInputs inputs(TenantPlan plan, Sizes sizes) {
        int endpoints = plan.tenants() * plan.vms();
        NatCapacity nat = new NatCapacity(sizes.sessions, sizes.sessions);
        int entries = sizes.ipv6 ? LEAST_ENTRIES : sizes.entries;
        int entries6 = sizes.ipv6 ? sizes.entries : LEAST_ENTRIES;
        DataPathMemory tables =
                new DataPathMemory(
                        table((long) SLOT_BYTES * entries, sizes.hugePages),
                        table((long) DataPathMemory.FLOW6_BYTES * entries6, sizes.hugePages),
                        map((long) SLOT_BYTES * (4 * endpoints + 1024)),
                        map(Integer.BYTES * (plan.tenants() + 16L)),
                        map(SLOT_BYTES),
                        table((long) DataPathMemory.FLOW_COUNTER_BYTES * entries, sizes.hugePages),
                        table((long) DataPathMemory.FLOW_COUNTER_BYTES * entries6, sizes.hugePages),
                        TrafficArray.NONE,
                        false);
        return new CoreInputs(
                new CoreInputs.Ports(
                        List.of(List.of(back, front)),
                        List.of(
                                new PortPlan(0, "back", true, false),
                                new PortPlan(1, "front", false, true)),
                        UnderlayOptions.NONE),
                new CoreInputs.Memory(List.of(frames), tables, map(nat.bytes())),
                new CoreInputs.Settings(nat, NatSecrets.ofSeed(7), 7, () -> nowNs));
    }

    private static KernelState kernel(TenantPlan plan) {
        Map<KernelState.NeighborKey, KernelNeighbor> neighbors = new HashMap<>();
        for (int host = 0; host < TenantPlan.HOSTS; host++) {
            resolved(neighbors, BACK, IpAddress.ofIpv4(plan.host(host)), HOST_MAC);
        }
        resolved(neighbors, FRONT, IpAddress.ofIpv4(ROUTER), ROUTER_MAC);
        resolved(neighbors, FRONT, ROUTER6, ROUTER_MAC);
        return new KernelState(
                Map.of(
                        BACK, new KernelLink(BACK, "back", BACK_MAC, MTU_BYTES, true),
                        FRONT, new KernelLink(FRONT, "front", FRONT_MAC, MTU_BYTES, true)),
                List.of(
                        new KernelAddress(BACK, IpAddress.ofIpv4(PROVIDER_ADDRESS), 24),
                        new KernelAddress(FRONT, IpAddress.ofIpv4(OWN), 24),
                        new KernelAddress(FRONT, OWN6, 64)),
                List.of(
                        KernelRoute.via(IpPrefix.parse("192.0.2.0/24"), null, BACK, 0),
                        KernelRoute.via(IpPrefix.parse("198.51.100.0/24"), null, FRONT, 0),
                        KernelRoute.via(IpPrefix.parse("2001:db8:0:1::/64"), null, FRONT, 0),
                        KernelRoute.via(IpPrefix.ALL_IPV4, IpAddress.ofIpv4(ROUTER), FRONT, 0),
                        KernelRoute.via(IpPrefix.ALL_IPV6, ROUTER6, FRONT, 0)),
                neighbors);
    }

    private static void resolved(
            Map<KernelState.NeighborKey, KernelNeighbor> into,
            int link,
            IpAddress address,
            long mac) {
        into.put(
                new KernelState.NeighborKey(link, address),
                new KernelNeighbor(link, address, mac, KernelNeighbor.State.PERMANENT));
    }

    /// Lets time go on.
    void advance() {
        nowNs = System.nanoTime();
    }

    /// Lets some time pass, more than really does.
    void pass(long ns) {
        nowNs += ns;
    }

    long nowNs() {
        return nowNs;
    }

    @Override
    public void close() {
        while (!mappings.isEmpty()) {
            Mapping mapping = mappings.pop();
            Memory.unregister(mapping.segment());
            mapping.close();
        }
    }
}
