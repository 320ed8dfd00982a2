package io.hnvgateway.app.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.app.desired.BgpPeering;
import io.hnvgateway.app.desired.NetworkChanges;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.TenantBackEnd;
import io.hnvgateway.app.desired.TenantNat;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.bgp.speaker.Ttl;
import io.hnvgateway.compartments.ExecutedTraffic;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.compartments.VirtualSubnetId;
import io.hnvgateway.compartments.punt.PuntPeer;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.Generations;
import io.hnvgateway.provider.resource.NatFiltering;
import io.hnvgateway.provider.resource.NatQuota;
import io.hnvgateway.provider.resource.NatTimers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PuntCompileTest {
    private static final BgpPeering A = peering("10.0.0.4");
    private static final BgpPeering B = peering("10.0.0.5");
    private static final BgpPeering C = peering("10.0.0.6");

    private final Arena arena = Arena.ofShared();
    private final MemorySegment slots = arena.allocate(64 * 64, 64);
    private final MemorySegment counts = arena.allocate(64, 64);
    private final RecordingLedger ledger = new RecordingLedger();
    private boolean steeringFails;
    private SnapshotCompiler compiler = compiler();

    private static final class RecordingLedger implements PuntLedger {
        Kept last = Kept.NOTHING;
        int written;

        @Override
        public Kept kept() {
            return last;
        }

        @Override
        public void write(Kept all) {
            last = all;
            written++;
        }
    }

    @AfterEach
    void close() {
        Memory.unregister(slots);
        Memory.unregister(counts);
        arena.close();
    }

    /// As the next process makes it.
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
                        new Ledgers(new NoLedger(), new NoLedger(), ledger),
                        new TunnelTable()),
                List.of(
                        new PortPlan(0, "back", true, false),
                        new PortPlan(1, "front", false, true)),
                UnderlayOptions.NONE,
                new KernelState(
                        Map.of(
                                1, new KernelLink(1, "back", 0x020000000001L, 1500, true),
                                2, new KernelLink(2, "front", 0x020000000002L, 1500, true)),
                        List.of(),
                        List.of(),
                        Map.of()),
                new SnapshotCompiler.CompilerListeners(_ -> steer(), _ -> {}, _ -> {}, _ -> {}));
    }

    private void steer() {
        if (steeringFails) {
            throw new IllegalStateException("refused");
        }
    }

    private static BgpPeering peering(String peer) {
        return new BgpPeering(IpAddress.parse(peer), IpAddress.parse("10.254.254.1"));
    }

    private static RoutingDomainId rdid(int tenant) {
        return new RoutingDomainId(new UUID(1, tenant));
    }

    private static TenantNetwork network(int tenant, BgpPeering... peerings) {
        return new TenantNetwork(
                        rdid(tenant),
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
                .withPeerings(List.of(peerings));
    }

    private void publish(TenantNetwork... networks) {
        compiler.prepare(new NetworkChanges(List.of(networks), Set.of()))
                .publish(PhaseTimes.start());
    }

    private ForwardingSnapshot snapshot() {
        return compiler.published().get().forwarding();
    }

    private @Nullable PuntPeer find(int tenant, BgpPeering peering) {
        int compartment = snapshot().compartmentIndexOf(5000 + tenant);
        IpAddress p = peering.peer();
        IpAddress l = peering.local();
        return snapshot().punts().find(compartment, p.high(), p.low(), l.high(), l.low());
    }

    private int number(int tenant, BgpPeering peering) {
        return Objects.requireNonNull(find(tenant, peering)).number();
    }

    @Test
    void equalPeersOfTwoTenantsAreTwo() {
        publish(network(1, A), network(2, A));
        assertThat(Stream.of(number(1, A), number(2, A))).containsExactly(1, 2);
        assertThat(Objects.requireNonNull(snapshot().punts().get(2)).rdid()).isEqualTo(rdid(2));
    }

    @Test
    void aPeerKeepsNumberAndStateWhateverOthersDo() {
        publish(network(1, A, B));
        PuntPeer before = Objects.requireNonNull(find(1, B));
        publish(network(1, B, C), network(2, A));
        PuntPeer after = Objects.requireNonNull(find(1, B));
        assertThat(after.number()).isEqualTo(before.number());
        assertThat(after.state()).isSameAs(before.state());
        endFarewells();
        assertThat(find(1, A)).isNull();
    }

    @Test
    void anotherTtlMakesNoOtherPeer() {
        publish(network(1, A));
        PuntPeer before = Objects.requireNonNull(find(1, A));
        publish(network(1).withBgp(BgpFixture.router(A, Ttl.SECURITY)));
        PuntPeer secured = Objects.requireNonNull(find(1, A));
        assertThat(secured.number()).isEqualTo(before.number());
        assertThat(secured.state()).isSameAs(before.state());
        assertThat(List.of(before.admitsTtl(1), secured.admitsTtl(254), secured.admitsTtl(255)))
                .containsExactly(true, false, true);
    }

    @Test
    void aFreedNumberIsNotTheNextOneToBeGivenOut() {
        publish(network(1, A));
        publish(network(1));
        endFarewells();
        publish(network(1, A));
        assertThat(number(1, A)).isEqualTo(2);
        compiler = compiler();
        publish(network(1, B));
        assertThat(number(1, B)).as("nor after a restart").isEqualTo(3);
    }

    /// What the speaker says at the session's end is said after the change is in force.
    @Test
    void aPeerThatGoesIsReachedForSomeSeconds() {
        publish(network(1, A));
        publish(network(1));
        assertThat(number(1, A)).isEqualTo(1);
        compiler.eachSecond();
        assertThat(number(1, A)).isEqualTo(1);
        endFarewells();
        assertThat(find(1, A)).isNull();
        assertThat(snapshot().punts().get(1)).isNull();
    }

    @Test
    void aPeerThatComesBackInTheseSecondsIsTheSame() {
        publish(network(1, A));
        PuntPeer before = Objects.requireNonNull(find(1, A));
        publish(network(1));
        publish(network(1, A, B));
        endFarewells();
        assertThat(find(1, A)).isEqualTo(before);
        assertThat(number(1, B)).isEqualTo(2);
    }

    @Test
    void aNetworkThatGoesEndsThoseSecondsToo() {
        publish(network(1, A));
        publish(network(1));
        compiler.prepare(new NetworkChanges(List.of(), Set.of(rdid(1))))
                .publish(PhaseTimes.start());
        assertThat(snapshot().punts().isEmpty()).isTrue();
    }

    private void endFarewells() {
        for (int i = 0; i < 5; i++) {
            compiler.eachSecond();
        }
    }

    @Test
    void aRestartChangesNoNumber() {
        publish(network(1, A, B), network(2, A));
        publish(network(1, B), network(2, A));
        compiler = compiler();
        publish(network(2, C, A), network(1, B));
        assertThat(Stream.of(number(1, B), number(2, A), number(2, C))).containsExactly(2, 3, 4);
    }

    @Test
    void whoIsNotConfiguredAfterARestartIsGone() {
        publish(network(1, A, B));
        compiler = compiler();
        publish(network(1, B));
        assertThat(ledger.last.peers()).hasSize(1);
        assertThat(snapshot().punts().get(1)).isNull();
    }

    @Test
    void aNetworkThatGoesTakesItsPeersWithIt() {
        publish(network(1, A), network(2, A));
        compiler.prepare(new NetworkChanges(List.of(), Set.of(rdid(1))))
                .publish(PhaseTimes.start());
        assertThat(snapshot().punts().stream().map(PuntPeer::rdid)).containsExactly(rdid(2));
    }

    @Test
    void aChangeThatIsRefusedChangesNoPeer() {
        publish(network(1, A));
        steeringFails = true;
        assertThatThrownBy(() -> publish(network(1, B), network(2, C)));
        steeringFails = false;
        assertThat(snapshot().punts().stream().map(PuntPeer::peer)).containsExactly(A.peer());
        publish(network(1, A, B));
        assertThat(number(1, A)).isEqualTo(1);
    }

    /// No flow is decided anew for a peer, and a change of anything else writes no peers.
    @Test
    void aPeerChangesNoGeneration() {
        publish(network(1, A));
        int generation = Objects.requireNonNull(snapshot().compartmentOf(5001)).generation();
        publish(network(1, A, B));
        assertThat(Objects.requireNonNull(snapshot().compartmentOf(5001)).generation())
                .isEqualTo(generation);
        int written = ledger.written;
        publish(network(2));
        assertThat(ledger.written).isEqualTo(written);
    }

    @Test
    void moreThanThereIsRoomForIsRefusedWhole() {
        BgpPeering[] many =
                IntStream.range(0, 1 << 16)
                        .mapToObj(i -> IpAddress.ofIpv4(0x0a00_0000 + i))
                        .map(peer -> new BgpPeering(peer, A.local()))
                        .toArray(BgpPeering[]::new);
        assertThatThrownBy(() -> publish(network(1, many)))
                .hasMessageContaining("65536 more BGP peers: the gateway has room for 65535");
        assertThat(snapshot().compartmentOf(5001)).isNull();
    }
}
