package io.hnvgateway.app.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.compile.LearnedRoutes.Way;
import io.hnvgateway.app.desired.NetworkChanges;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.TenantBgp;
import io.hnvgateway.app.desired.TenantConnection;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.bgp.rib.LocalRoute;
import io.hnvgateway.bgp.rib.PeerSettings;
import io.hnvgateway.bgp.rib.RouteLimits;
import io.hnvgateway.bgp.rib.RouterSettings;
import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.bgp.speaker.Ttl;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.ExecutedTraffic;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.dataplane.netlink.KernelAddress;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.Generations;
import io.hnvgateway.provider.resource.GreConnection;
import io.hnvgateway.provider.resource.TunnelEndpoints;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LearnedCompileTest {
    private static final IpAddress PEER = IpAddress.parse("172.16.1.1");
    private static final Way OFFICE = new Way.Connection("office");

    private final Arena arena = Arena.ofShared();
    private final MemorySegment slots = arena.allocate(64 * 64, 64);
    private final MemorySegment counts = arena.allocate(64, 64);
    private final AdjacencyTable adjacencies = new AdjacencyTable(slots);
    private final Generations generations = new Generations(counts);
    private final Bgp bgp = new Bgp();
    private final Digests ledger = new Digests();
    private final SnapshotCompiler compiler =
            new SnapshotCompiler(
                    new SnapshotCompiler.CompilerTables(
                            adjacencies,
                            new NeighborTable(adjacencies, (_, _, _) -> {}),
                            generations,
                            _ -> ExecutedTraffic.NONE,
                            new Ledgers(ledger, new NoLedger(), PuntLedger.NONE),
                            new TunnelTable()),
                    List.of(
                            new PortPlan(0, "back", true, false),
                            new PortPlan(1, "front", false, true)),
                    UnderlayOptions.NONE,
                    new KernelState(
                            Map.of(
                                    1, new KernelLink(1, "back", 0x020000000001L, 1500, true),
                                    2, new KernelLink(2, "front", 0x020000000002L, 1500, true)),
                            List.of(new KernelAddress(2, IpAddress.parse("198.51.100.2"), 24)),
                            List.of(),
                            Map.of()),
                    new SnapshotCompiler.CompilerListeners(
                            _ -> {}, _ -> {}, _ -> {}, _ -> {}, IpSecTunnels.NONE, bgp));

    private static final class Bgp implements BgpNetworks {
        private final Map<RoutingDomainId, LearnedRoutes> learned = new HashMap<>();
        private final Map<RoutingDomainId, BgpNetwork> present = new HashMap<>();
        private final List<RoutingDomainId> ended = new ArrayList<>();

        @Override
        public LearnedRoutes learned(RoutingDomainId rdid) {
            return learned.getOrDefault(rdid, LearnedRoutes.NONE);
        }

        @Override
        public void update(Set<RoutingDomainId> gone, List<BgpNetwork> now) {
            ended.addAll(gone);
            now.forEach(network -> present.put(network.rdid(), network));
        }
    }

    /// What the next process would compare with.
    private static final class Digests implements CompartmentLedger {
        private final Map<Integer, Long> decided = new HashMap<>();

        @Override
        public List<Kept> kept() {
            return List.of();
        }

        @Override
        public OptionalLong keptUnderlay() {
            return OptionalLong.empty();
        }

        @Override
        public void compartment(int index, RoutingDomainId rdid) {}

        @Override
        public void released(int index) {}

        @Override
        public void inDoubt(int index) {
            decided.remove(index);
        }

        @Override
        public void decidedBy(int index, long digest) {
            decided.put(index, digest);
        }

        @Override
        public void underlayInDoubt() {}

        @Override
        public void underlay(long digest) {}
    }

    @AfterEach
    void close() {
        Memory.unregister(slots);
        Memory.unregister(counts);
        arena.close();
    }

    private static TenantNetwork network() {
        return network("172.16.1.0/24", 5);
    }

    private static TenantNetwork network(String office, int metric) {
        TenantConnection connection =
                new TenantConnection(
                        "office",
                        true,
                        false,
                        new GreConnection(
                                new TunnelEndpoints(
                                        null,
                                        List.of(
                                                io.hnvgateway.provider.value.IpAddress.parse(
                                                        "203.0.113.50"))),
                                7),
                        new Tunnel.Limits(1000, 2000),
                        List.of(new TenantConnection.StaticRoute(IpPrefix.parse(office), metric)));
        return CompileWorld.network(
                        List.of(CompileWorld.vm("fw", "10.0.0.9", "192.0.2.9")),
                        List.of(CompileWorld.via("10.77.0.0/16", "10.0.0.9", 3)))
                .withConnections(List.of(connection))
                .withBgp(router(List.of(IpPrefix.parse("10.0.0.0/24"), IpPrefix.ALL_IPV4)));
    }

    private static TenantBgp router(List<IpPrefix> networks) {
        IpAddress own = IpAddress.parse("10.255.0.1");
        PeerSettings settings =
                new PeerSettings(
                        "router", PEER, new Asn(65001), Map.of(AddressFamily.IPV4_UNICAST, own));
        return new TenantBgp(
                new RouterSettings(
                        new Asn(64512),
                        RouterId.parse("10.255.0.1"),
                        Set.of(own),
                        4,
                        RouteLimits.DEFAULT),
                new TenantBgp.Redistribution(false, true, true),
                networks,
                List.of(
                        new TenantBgp.Peer(
                                settings,
                                own,
                                new TenantBgp.Session(
                                        90,
                                        Ttl.DIRECT,
                                        Set.of(AddressFamily.IPV4_UNICAST),
                                        120,
                                        false))));
    }

    private void publish(TenantNetwork network) {
        compiler.prepare(new NetworkChanges(List.of(network), Set.of()))
                .publish(PhaseTimes.start());
    }

    private void learn(LearnedRoutes routes) {
        bgp.learned.put(network().rdid(), routes);
        compiler.routesChanged(Set.of(network().rdid()));
    }

    private static LearnedRoutes routes(Way way, String... prefixes) {
        Map<IpPrefix, List<Way>> routes = new HashMap<>();
        for (String prefix : prefixes) {
            routes.put(IpPrefix.parse(prefix), List.of(way));
        }
        return LearnedRoutes.NONE.with(routes);
    }

    private Compartment compartment() {
        return compiler.published().get().forwarding().compartments().stream()
                .findFirst()
                .orElseThrow();
    }

    private int route(String address) {
        IpAddress to = IpAddress.parse(address);
        return compartment().forwarding().fib().lookup(to.high(), to.low());
    }

    @Test
    void aLearnedRouteLeadsIntoTheTunnelOrToTheVm() {
        publish(network());
        assertThat(FibEntry.kind(route("10.50.0.1"))).isEqualTo(FibEntry.BLACKHOLE);
        learn(routes(OFFICE, "10.50.0.0/16", "0.0.0.0/0"));
        assertThat(route("10.50.0.1")).isEqualTo(FibEntry.of(FibEntry.TUNNEL, 1));
        assertThat(route("8.8.8.8")).as("default").isEqualTo(FibEntry.of(FibEntry.TUNNEL, 1));
        learn(routes(new Way.Vm(IpAddress.parse("10.0.0.9")), "10.50.0.0/16"));
        assertThat(FibEntry.kind(route("10.50.0.1"))).isEqualTo(FibEntry.VIA);
        assertThat(FibEntry.kind(route("8.8.8.8"))).isEqualTo(FibEntry.FRONT_END);
        learn(routes(new Way.Vm(IpAddress.parse("10.0.0.99")), "10.50.0.0/16"));
        assertThat(FibEntry.kind(route("10.50.0.1")))
                .as("no such VM")
                .isEqualTo(FibEntry.BLACKHOLE);
    }

    @Test
    void whatIsConfiguredWinsOverWhatIsLearned() {
        publish(network());
        learn(routes(OFFICE, "10.77.0.0/16", "10.0.0.0/24", "10.255.0.1/32"));
        assertThat(FibEntry.kind(route("10.77.0.1"))).isEqualTo(FibEntry.VIA);
        assertThat(FibEntry.kind(route("10.0.0.1"))).isEqualTo(FibEntry.SUBNET);
        assertThat(FibEntry.kind(route("10.255.0.1"))).isEqualTo(FibEntry.LOCAL);
    }

    @Test
    void theWayToAPeerIsNoneThatItTold() {
        publish(network());
        Way vm = new Way.Vm(IpAddress.parse("10.0.0.9"));
        LearnedRoutes learned = routes(vm, "172.16.1.1/32", "172.16.1.0/25");
        learn(learned);
        assertThat(FibEntry.kind(route("172.16.1.1"))).isEqualTo(FibEntry.VIA);
        learn(learned.withPeers(Map.of(PEER, OFFICE)));
        assertThat(route("172.16.1.1")).isEqualTo(FibEntry.of(FibEntry.TUNNEL, 1));
        assertThat(FibEntry.kind(route("172.16.1.2"))).isEqualTo(FibEntry.VIA);
    }

    /// As a connection's route to the peer alone is, and nothing else that is like it.
    @Test
    void theWayToAPeerIsNotSaidTwice() {
        publish(network("172.16.1.1/32", 0));
        learn(LearnedRoutes.NONE.withPeers(Map.of(PEER, OFFICE)));
        assertThat(waysTo("172.16.1.1/32")).isEqualTo(1);
        publish(network("172.16.1.1/32", 5));
        assertThat(waysTo("172.16.1.1/32")).as("a worse one, which is another").isEqualTo(2);
    }

    private long waysTo(String prefix) {
        return compartment().forwarding().routes().stream()
                .filter(route -> route.destination().equals(IpPrefix.parse(prefix)))
                .count();
    }

    @Test
    void otherRoutesPutTheTenantsFlowsInDoubtAndAnotherDigestIsKept() {
        publish(network());
        int index = compartment().index();
        int before = generations.get(index);
        long bare = Objects.requireNonNull(ledger.decided.get(index));
        learn(routes(OFFICE, "10.50.0.0/16"));
        assertThat(generations.get(index)).isEqualTo(before + 1);
        assertThat(compartment().generation()).isEqualTo(before + 1);
        assertThat(ledger.decided.get(index)).isNotEqualTo(bare);
        publish(network());
        assertThat(generations.get(index)).as("the same").isEqualTo(before + 1);
        learn(LearnedRoutes.NONE);
        assertThat(ledger.decided.get(index)).isEqualTo(bare);
    }

    @Test
    void theDigestOfEqualRoutesIsTheSameInWhateverOrderTheyCame() {
        LearnedRoutes one =
                routes(OFFICE, "10.50.0.0/16").with(routes(OFFICE, "10.51.0.0/16").routes());
        LearnedRoutes other =
                routes(OFFICE, "10.51.0.0/16", "10.52.0.0/16")
                        .with(Map.of(IpPrefix.parse("10.52.0.0/16"), List.of()))
                        .with(routes(OFFICE, "10.50.0.0/16").routes());
        assertThat(one).isEqualTo(other);
        assertThat(one.digest()).isEqualTo(other.digest()).isNotZero();
        assertThat(one.with(Map.of(IpPrefix.parse("10.50.0.0/16"), List.of())).digest())
                .isEqualTo(routes(OFFICE, "10.51.0.0/16").digest());
    }

    @Test
    void theRouterHasTheNetworksOwnRoutes() {
        publish(network());
        BgpNetwork told = Objects.requireNonNull(bgp.present.get(network().rdid()));
        assertThat(told.numbers()).containsEntry("router", 1);
        assertThat(told.local())
                .extracting(LocalRoute::prefix, LocalRoute::link, LocalRoute::redistributed)
                .containsExactlyInAnyOrder(
                        row("10.0.0.0/24", "subnet 5001", true),
                        row("fd00:0:0:1::/64", "subnet 5001", false),
                        row("10.77.0.0/16", "vm 10.0.0.9", true),
                        row("172.16.1.0/24", "connection office", true),
                        row("0.0.0.0/0", "", true));
        publish(network().withBgp(null));
        assertThat(bgp.ended).containsExactly(network().rdid());
    }

    private static org.assertj.core.groups.Tuple row(String prefix, String link, boolean told) {
        return org.assertj.core.groups.Tuple.tuple(IpPrefix.parse(prefix), link, told);
    }
}
