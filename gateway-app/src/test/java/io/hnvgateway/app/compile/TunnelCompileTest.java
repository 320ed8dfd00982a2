package io.hnvgateway.app.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.app.desired.NetworkChanges;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.TenantBackEnd;
import io.hnvgateway.app.desired.TenantConnection;
import io.hnvgateway.app.desired.TenantNat;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.ExecutedTraffic;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.compartments.VirtualSubnetId;
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
import io.hnvgateway.provider.resource.NatFiltering;
import io.hnvgateway.provider.resource.NatQuota;
import io.hnvgateway.provider.resource.NatTimers;
import io.hnvgateway.provider.resource.TunnelEndpoints;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TunnelCompileTest {
    private static final String FIRST = "198.51.100.2";
    private static final String SECOND = "198.51.100.3";

    private final Arena arena = Arena.ofShared();
    private final MemorySegment slots = arena.allocate(64 * 64, 64);
    private final MemorySegment counts = arena.allocate(64, 64);
    private final AdjacencyTable adjacencies = new AdjacencyTable(slots);
    private final Generations generations = new Generations(counts);
    private final TunnelTable tunnels = new TunnelTable();
    private boolean steeringFails;
    private final SnapshotCompiler compiler =
            new SnapshotCompiler(
                    new SnapshotCompiler.CompilerTables(
                            adjacencies,
                            new NeighborTable(adjacencies, (_, _, _) -> {}),
                            generations,
                            _ -> ExecutedTraffic.NONE,
                            Ledgers.NONE,
                            tunnels),
                    List.of(
                            new PortPlan(0, "back", true, false),
                            new PortPlan(1, "front", false, true)),
                    UnderlayOptions.NONE,
                    kernel(FIRST, SECOND),
                    new SnapshotCompiler.CompilerListeners(
                            _ -> steer(), _ -> {}, _ -> {}, _ -> {}));

    @AfterEach
    void close() {
        Memory.unregister(slots);
        Memory.unregister(counts);
        arena.close();
    }

    private void steer() {
        if (steeringFails) {
            throw new IllegalStateException("refused");
        }
    }

    private static KernelState kernel(String... front) {
        List<KernelAddress> addresses =
                Stream.of(front).map(a -> new KernelAddress(2, IpAddress.parse(a), 24)).toList();
        return new KernelState(
                Map.of(
                        1, new KernelLink(1, "back", 0x020000000001L, 1500, true),
                        2, new KernelLink(2, "front", 0x020000000002L, 1500, true)),
                addresses,
                List.of(),
                Map.of());
    }

    private static TenantConnection gre(String name, String peer, long key, String... prefixes) {
        return new TenantConnection(
                name,
                true,
                false,
                new GreConnection(
                        new TunnelEndpoints(
                                null, List.of(io.hnvgateway.provider.value.IpAddress.parse(peer))),
                        key),
                new Tunnel.Limits(1000, 2000),
                Stream.of(prefixes)
                        .map(p -> new TenantConnection.StaticRoute(IpPrefix.parse(p), 5))
                        .toList());
    }

    private static TenantConnection disabled(TenantConnection as, boolean withdraws) {
        return new TenantConnection(
                as.name(), false, withdraws, as.transport(), as.limits(), as.routes());
    }

    private static TenantNetwork network(int tenant, TenantConnection... connections) {
        return new TenantNetwork(
                        new RoutingDomainId(new UUID(1, tenant)),
                        "tenant" + tenant,
                        List.of(IpPrefix.parse("10.0.0.0/8")),
                        List.of(
                                new VirtualSubnet(
                                        "vms",
                                        new VirtualSubnetId(5000 + tenant),
                                        List.of(IpPrefix.parse("10.0.0.0/24")))),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        new TenantNat(
                                List.of(),
                                List.of(),
                                List.of(),
                                NatFiltering.ENDPOINT_INDEPENDENT,
                                NatTimers.DEFAULT,
                                new NatQuota(64, 64)),
                        new TenantBackEnd(SourceCheck.STRICT, null, true))
                .withConnections(List.of(connections));
    }

    private void publish(TenantNetwork... networks) {
        compiler.prepare(new NetworkChanges(List.of(networks), Set.of()))
                .publish(PhaseTimes.start());
    }

    private Compartment compartment(int tenant) {
        return compiler.published().get().forwarding().compartments().stream()
                .filter(c -> c.identity().name().equals("tenant" + tenant))
                .findFirst()
                .orElseThrow();
    }

    private int route(int tenant, String address) {
        IpAddress to = IpAddress.parse(address);
        return compartment(tenant).forwarding().fib().lookup(to.high(), to.low());
    }

    private Tunnel tunnel(int index) {
        return Objects.requireNonNull(tunnels.get(index));
    }

    private int found(String local, String remote, long key) {
        IpAddress own = IpAddress.parse(local);
        IpAddress peer = IpAddress.parse(remote);
        return tunnels.gre(own.high(), own.low(), peer.high(), peer.low(), key);
    }

    @Test
    @SuppressWarnings("NullAway") // a fault of the program's own, which no validation finds
    void whatCouldNotBeCompiledKeepsNoIndex() {
        TenantConnection good = gre("office", "203.0.113.50", 7, "172.16.1.0/24");
        publish(network(1, good));
        TenantConnection broken =
                new TenantConnection(
                        "broken",
                        true,
                        false,
                        good.transport(),
                        good.limits(),
                        List.of(new TenantConnection.StaticRoute(null, 5)));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> publish(network(2, gre("a", "203.0.113.51", 8), broken)))
                    .isInstanceOf(RuntimeException.class);
        }
        assertThat(found(FIRST, "203.0.113.50", 7)).as("in force still").isEqualTo(1);
        assertThat(tunnels.claim()).as("the next free index").isEqualTo(2);
    }

    @Test
    void aConnectionIsATunnelWithItsRoutes() {
        publish(
                network(1, gre("office", "203.0.113.50", 7, "172.16.1.0/24", "172.17.0.0/16")),
                network(2, gre("office", "203.0.113.50", 8, "172.16.1.0/24")));
        assertThat(route(1, "172.16.1.9")).isEqualTo(FibEntry.of(FibEntry.TUNNEL, 1));
        assertThat(route(1, "172.17.1.9")).isEqualTo(FibEntry.of(FibEntry.TUNNEL, 1));
        assertThat(route(2, "172.16.1.9")).isEqualTo(FibEntry.of(FibEntry.TUNNEL, 2));
        assertThat(FibEntry.kind(route(2, "172.17.1.9"))).isEqualTo(FibEntry.FRONT_END);
        assertThat(found(FIRST, "203.0.113.50", 8)).isEqualTo(2);
        assertThat(tunnel(1).limits()).isEqualTo(new Tunnel.Limits(1000, 2000));
        assertThat(tunnel(1).tenant().rdid()).isEqualTo(network(1).rdid());
        assertThat(tunnel(1).state().isUp()).isTrue();
    }

    @Test
    void aTunnelStaysTheSameWhileItsConnectionExists() {
        publish(network(1, gre("old", "203.0.113.40", 1), gre("office", "203.0.113.50", 7)));
        int index = 2;
        var state = tunnel(index).state();
        publish(network(1, gre("office", "203.0.113.60", 9, "172.16.1.0/24")));
        assertThat(tunnels.get(1)).as("ended").isNull();
        assertThat(tunnel(index).state()).isSameAs(state);
        assertThat(found(FIRST, "203.0.113.60", 9)).isEqualTo(index);
        assertThat(found(FIRST, "203.0.113.50", 7)).isZero();
        assertThat(route(1, "172.16.1.9")).isEqualTo(FibEntry.of(FibEntry.TUNNEL, index));
        compiler.prepare(new NetworkChanges(List.of(), Set.of(network(1).rdid())))
                .publish(PhaseTimes.start());
        assertThat(tunnels.all()).isEmpty();
        assertThat(tunnels.claim()).as("given back").isEqualTo(1);
    }

    @Test
    void whatOneGivesUpAnotherTakesOverInTheSameChange() {
        publish(network(1, gre("a", "203.0.113.50", 7)), network(2, gre("b", "203.0.113.50", 8)));
        publish(network(1, gre("a", "203.0.113.50", 8)), network(2, gre("b", "203.0.113.50", 7)));
        assertThat(found(FIRST, "203.0.113.50", 8)).isEqualTo(1);
        assertThat(found(FIRST, "203.0.113.50", 7)).isEqualTo(2);
    }

    @Test
    void onlyRoutesPutTheTenantsFlowsInDoubtAndNobodyElses() {
        TenantConnection before = gre("office", "203.0.113.50", 7, "172.16.1.0/24");
        TenantConnection rekeyed = gre("office", "203.0.113.51", 8, "172.16.1.0/24");
        TenantConnection routed = gre("office", "203.0.113.51", 8, "172.16.2.0/24");
        publish(network(1, before), network(2));
        int own = generations.get(compartment(1).index());
        int other = generations.get(compartment(2).index());
        publish(network(1, rekeyed));
        assertThat(generations.get(compartment(1).index())).isEqualTo(own);
        publish(network(1, routed));
        assertThat(generations.get(compartment(1).index())).isEqualTo(own + 1);
        assertThat(generations.get(compartment(2).index())).isEqualTo(other);
        assertThat(CompiledNetwork.digest(network(1, rekeyed)))
                .isEqualTo(CompiledNetwork.digest(network(1, before)))
                .isNotEqualTo(CompiledNetwork.digest(network(1, routed)))
                .isNotEqualTo(CompiledNetwork.digest(network(1)));
    }

    @Test
    void whatIsDisabledOrHasNoAddressLeadsNowhere() {
        TenantConnection office = gre("office", "203.0.113.50", 7, "172.16.1.0/24");
        publish(
                network(1, disabled(office, false)),
                network(2, disabled(office, true)),
                network(3, gre("office", "2001:db8::50", 7, "172.16.1.0/24")));
        assertThat(tunnels.all()).isEmpty();
        assertThat(FibEntry.kind(route(1, "172.16.1.9"))).isEqualTo(FibEntry.TUNNEL);
        assertThat(FibEntry.kind(route(2, "172.16.1.9"))).isEqualTo(FibEntry.FRONT_END);
        assertThat(FibEntry.kind(route(3, "172.16.1.9"))).isEqualTo(FibEntry.TUNNEL);
        assertThat(compiler.connections())
                .extracting(c -> c.source().enabled() + " " + c.state().refusal())
                .containsExactlyInAnyOrder(
                        "false null",
                        "false null",
                        "true the front end has no address of the peer's family");
        publish(network(1, office));
        assertThat(tunnels.all()).hasSize(1);
    }

    @Test
    void anAddressOfTheHostThatGoesTakesTheTunnelAlong() {
        publish(network(1, gre("office", "203.0.113.50", 7, "172.16.1.0/24")));
        compiler.kernelChanged(kernel(SECOND));
        assertThat(found(SECOND, "203.0.113.50", 7)).isEqualTo(1);
        compiler.kernelChanged(kernel());
        assertThat(tunnels.all()).isEmpty();
        compiler.kernelChanged(kernel(FIRST));
        assertThat(found(FIRST, "203.0.113.50", 7)).isEqualTo(1);
    }

    @Test
    void aChangeThatSteeringRefusesLeavesTheTunnelsThatWere() {
        publish(network(1, gre("office", "203.0.113.50", 7, "172.16.1.0/24")));
        steeringFails = true;
        assertThatThrownBy(() -> publish(network(1, gre("other", "203.0.113.51", 7))))
                .isInstanceOf(IllegalStateException.class);
        steeringFails = false;
        assertThat(tunnels.all()).hasSize(1);
        assertThat(found(FIRST, "203.0.113.50", 7)).isEqualTo(1);
        publish(network(2, gre("office", "203.0.113.51", 7)));
        assertThat(found(FIRST, "203.0.113.51", 7)).as("the refused one's index").isEqualTo(2);
    }
}
