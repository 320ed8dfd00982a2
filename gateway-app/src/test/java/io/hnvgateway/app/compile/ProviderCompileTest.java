package io.hnvgateway.app.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.desired.BgpPeering;
import io.hnvgateway.app.desired.NetworkChanges;
import io.hnvgateway.app.desired.NetworkChanges.ProviderChange;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.ProviderBgp;
import io.hnvgateway.app.desired.TenantNat;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.bgp.rib.LocalRoute;
import io.hnvgateway.bgp.speaker.Ttl;
import io.hnvgateway.compartments.ExecutedTraffic;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.punt.PuntPeer;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.dataplane.netlink.KernelAddress;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.Generations;
import io.hnvgateway.provider.resource.NatFiltering;
import io.hnvgateway.provider.resource.NatQuota;
import io.hnvgateway.provider.resource.NatTimers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The BGP router of the default compartment as it is compiled.
class ProviderCompileTest {
    private static final String ROUTER = "198.51.100.1";
    private static final String POOL = "203.0.113.0/28";
    private static final ProviderBgp BGP = BgpFixture.provider(List.of(POOL), Ttl.SECURITY, ROUTER);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment slots = arena.allocate(64 * 64, 64);
    private final MemorySegment counts = arena.allocate(64, 64);
    private final Told told = new Told();
    private final List<SteeringOrder> orders = new ArrayList<>();
    private PuntLedger.Kept ledger = PuntLedger.Kept.NOTHING;
    private boolean steeringFails;
    private SnapshotCompiler compiler = compiler();

    private static final class Told implements BgpNetworks {
        private @Nullable BgpNetwork last;
        private int times;

        @Override
        public LearnedRoutes learned(RoutingDomainId rdid) {
            return LearnedRoutes.NONE;
        }

        @Override
        public void update(Set<RoutingDomainId> ended, List<BgpNetwork> present) {
            last = ended.contains(RoutingDomainId.DEFAULT) ? null : last;
            for (BgpNetwork network : present) {
                last = network.rdid().equals(RoutingDomainId.DEFAULT) ? network : last;
            }
            times++;
        }

        List<String> prefixes() {
            return Objects.requireNonNull(last).local().stream()
                    .map(LocalRoute::prefix)
                    .map(IpPrefix::toString)
                    .sorted()
                    .toList();
        }
    }

    private final class Ledger implements PuntLedger {
        @Override
        public Kept kept() {
            return ledger;
        }

        @Override
        public void write(Kept all) {
            ledger = all;
        }
    }

    @AfterEach
    void close() {
        Memory.unregister(slots);
        Memory.unregister(counts);
        arena.close();
    }

    private SnapshotCompiler compiler() {
        slots.fill((byte) 0);
        counts.fill((byte) 0);
        AdjacencyTable adjacencies = new AdjacencyTable(slots);
        return new SnapshotCompiler(
                new SnapshotCompiler.CompilerTables(
                        adjacencies,
                        new NeighborTable(adjacencies, (_, _, _) -> {}),
                        new Generations(counts),
                        _ -> ExecutedTraffic.NONE,
                        new Ledgers(new NoLedger(), new NoLedger(), new Ledger()),
                        new TunnelTable()),
                List.of(
                        new PortPlan(0, "back", true, false),
                        new PortPlan(1, "front", false, true)),
                UnderlayOptions.NONE,
                kernel("198.51.100.2"),
                new SnapshotCompiler.CompilerListeners(
                        this::steer, _ -> {}, _ -> {}, _ -> {}, IpSecTunnels.NONE, told));
    }

    private void steer(SteeringOrder order) {
        if (steeringFails) {
            throw new IllegalStateException("refused");
        }
        orders.add(order);
    }

    private static KernelState kernel(String... frontEnd) {
        return new KernelState(
                Map.of(
                        1, new KernelLink(1, "back", 0x020000000001L, 1500, true),
                        2, new KernelLink(2, "front", 0x020000000002L, 1500, true)),
                Stream.of(frontEnd)
                        .map(address -> new KernelAddress(2, IpAddress.parse(address), 24))
                        .toList(),
                List.of(),
                Map.of());
    }

    private static TenantNetwork network(List<String> publicAddresses, String... direct) {
        TenantNetwork plain = CompileWorld.network(List.of(), List.of());
        return new TenantNetwork(
                plain.rdid(),
                plain.name(),
                plain.addressSpace(),
                plain.subnets(),
                plain.gatewayInterfaces(),
                plain.lookupRecords(),
                plain.routes(),
                Stream.of(direct).map(IpPrefix::parse).toList(),
                List.of(),
                new TenantNat(
                        publicAddresses.stream().map(Ipv4Address::parse).toList(),
                        List.of(),
                        List.of(),
                        NatFiltering.ENDPOINT_INDEPENDENT,
                        NatTimers.DEFAULT,
                        new NatQuota(64, 64)),
                plain.backEnd());
    }

    private void publish(@Nullable ProviderBgp bgp, TenantNetwork... networks) {
        compiler.prepare(new NetworkChanges(List.of(networks), Set.of(), new ProviderChange(bgp)))
                .publish(PhaseTimes.start());
    }

    private void publish(TenantNetwork... networks) {
        compiler.prepare(new NetworkChanges(List.of(networks), Set.of()))
                .publish(PhaseTimes.start());
    }

    private @Nullable PuntPeer peer() {
        return compiler.published().get().forwarding().punts().stream().findFirst().orElse(null);
    }

    private Set<IpAddress> steered() {
        return ((SteeringOrder.Whole) orders.getLast()).policy().bgpPeers();
    }

    @Test
    void thePoolIsToldWholeAndOthersOneByOne() {
        publish(BGP, network(List.of("203.0.113.3", "192.88.99.7"), "10.0.1.0/24"));
        assertThat(told.prefixes()).containsExactly("10.0.1.0/24", "192.88.99.7/32", POOL);
        publish(network(List.of("203.0.113.3"), "10.0.2.0/24"));
        assertThat(told.prefixes()).containsExactly("10.0.2.0/24", POOL);
        compiler.prepare(new NetworkChanges(List.of(), Set.of(network(List.of()).rdid())))
                .publish(PhaseTimes.start());
        assertThat(told.prefixes()).containsExactly(POOL);
    }

    @Test
    void whatIsOutsideAlreadyIsToldWithTheFirstRouter() {
        publish(network(List.of("192.88.99.7")));
        assertThat(told.last).isNull();
        publish(BGP);
        assertThat(told.prefixes()).containsExactly("192.88.99.7/32", POOL);
        publish((ProviderBgp) null);
        assertThat(told.last).isNull();
        publish(BGP);
        assertThat(told.prefixes()).containsExactly("192.88.99.7/32", POOL);
    }

    @Test
    void aChangeThatClaimsTheSameTellsNothing() {
        publish(BGP, network(List.of("192.88.99.7")));
        int before = told.times;
        publish(
                network(List.of("192.88.99.7"))
                        .withLookupRecords(
                                List.of(CompileWorld.vm("new", "10.0.0.9", "192.0.2.9"))));
        assertThat(told.times).isEqualTo(before);
    }

    @Test
    void drainedItTellsNothingAndAtItsEndEverything() {
        compiler.drain(true);
        publish(BGP, network(List.of("192.88.99.7")));
        assertThat(told.prefixes()).isEmpty();
        publish(network(List.of("192.88.99.8")));
        assertThat(told.prefixes()).isEmpty();
        compiler.drain(false);
        assertThat(told.prefixes()).containsExactly("192.88.99.8/32", POOL);
        compiler.drain(true);
        assertThat(told.prefixes()).isEmpty();
        assertThat(peer()).as("sessions stay").isNotNull();
    }

    private void endFarewells() {
        for (int i = 0; i < 5; i++) {
            compiler.eachSecond();
        }
    }

    @Test
    void itSpeaksFromItsAddressOnTheRoutersNetwork() {
        publish(BGP);
        PuntPeer peer = Objects.requireNonNull(peer());
        assertThat(peer.local()).isEqualTo(IpAddress.parse("198.51.100.2"));
        assertThat(List.of(peer.compartment(), peer.arrival().link())).containsExactly(0, 1);
        assertThat(peer.admitsTtl(254)).isFalse();
        assertThat(steered()).containsExactly(IpAddress.parse(ROUTER));
        publish((ProviderBgp) null);
        endFarewells();
        assertThat(peer()).isNull();
        assertThat(steered()).isEmpty();
    }

    @Test
    void aRouterThatIsNoNeighbourAnyMoreHasNoSession() {
        publish(BGP);
        compiler.kernelChanged(kernel("192.88.98.2"));
        endFarewells();
        assertThat(peer()).isNull();
        assertThat(steered()).isEmpty();
        assertThat(Objects.requireNonNull(told.last).bgp().peers()).isEmpty();
        compiler.kernelChanged(kernel("198.51.100.3"));
        assertThat(Objects.requireNonNull(peer()).local())
                .isEqualTo(IpAddress.parse("198.51.100.3"));
    }

    @Test
    void itsPeerKeepsItsNumberOverARestart() {
        TenantNetwork tenant =
                network(List.of())
                        .withPeerings(
                                List.of(
                                        new BgpPeering(
                                                IpAddress.parse("10.0.0.4"),
                                                IpAddress.parse("10.255.0.1"))));
        publish(tenant);
        publish(BGP);
        List<Integer> before = numbers();
        compiler = compiler();
        publish(BGP, tenant);
        assertThat(numbers()).isEqualTo(before).hasSize(2);
        assertThat(Objects.requireNonNull(told.last).numbers()).containsEntry(ROUTER, 2);
    }

    private List<Integer> numbers() {
        return compiler.published().get().forwarding().punts().stream()
                .filter(peer -> peer.isProviders() == (peer.number() == 2))
                .map(PuntPeer::number)
                .toList();
    }

    @Test
    void whatSteeringRefusesChangesNothing() {
        publish(network(List.of("192.88.99.7")));
        steeringFails = true;
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> publish(BGP)))
                .hasMessage("refused");
        steeringFails = false;
        publish(network(List.of("192.88.99.8")));
        assertThat(peer()).isNull();
        assertThat(told.last).isNull();
        assertThat(steered()).isEmpty();
    }
}
