package io.hnvgateway.app.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.app.desired.NetworkChanges;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.TenantBackEnd;
import io.hnvgateway.app.desired.TenantNat;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.app.events.GatewayEvent.GenerationPublished;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.ExecutedTraffic;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.compartments.VirtualSubnetId;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotCompilerTest {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment slots = arena.allocate(64 * 64, 64);
    private final MemorySegment counts = arena.allocate(64, 64);
    private final AdjacencyTable adjacencies = new AdjacencyTable(slots);
    private final Generations generations = new Generations(counts);
    private boolean steeringFails;
    private final SnapshotCompiler compiler =
            new SnapshotCompiler(
                    new SnapshotCompiler.CompilerTables(
                            adjacencies,
                            new NeighborTable(adjacencies, (_, _, _) -> {}),
                            generations),
                    List.of(new PortPlan(0, "back", true, false)),
                    UnderlayOptions.NONE,
                    kernel(1500),
                    new SnapshotCompiler.CompilerListeners(
                            _ -> steer(), _ -> {}, _ -> {}, _ -> {}));

    @AfterEach
    void close() {
        Memory.unregister(slots);
        Memory.unregister(counts);
        arena.close();
    }

    @Test
    void flowsAreAdmittedAgainOnceSteeringWorksAgain() {
        publish(network("contoso"));
        steeringFails = true;
        assertThatThrownBy(() -> compiler.kernelChanged(kernel(1600)))
                .isInstanceOf(IllegalStateException.class);
        steeringFails = false;
        compiler.kernelChanged(kernel(1600));

        assertThat(published().generation()).isEqualTo(generations.get(1));
    }

    @Test
    void aChangeThatSteeringRefusesLeavesWhatWasInForce() {
        publish(network("contoso"));
        int generation = generations.get(1);
        steeringFails = true;
        assertThatThrownBy(() -> publish(network("other")))
                .isInstanceOf(IllegalStateException.class);
        steeringFails = false;

        assertThat(published().identity().name()).isEqualTo("contoso");
        assertThat(published().generation()).isEqualTo(generation).isEqualTo(generations.get(1));
        publish(network("other"));
        assertThat(published().identity().name()).isEqualTo("other");
    }

    @Test
    void aNewNetworkThatSteeringRefusesIsNoWhere() {
        steeringFails = true;
        assertThatThrownBy(() -> publish(network("contoso")))
                .isInstanceOf(IllegalStateException.class);

        assertThat(compiler.published().get().forwarding().compartments().stream()).isEmpty();
        assertThat(compiler.published().get().forwarding().compartmentIndexOf(5001)).isZero();
    }

    /// Who dies in between leaves a digest that nobody takes for what the flows were decided by.
    @Test
    void aDigestIsTakenBackBeforeWorkersDecideAnewAndWrittenWhenOldFlowsAreNotValid() {
        List<String> order = new ArrayList<>();
        SnapshotCompiler keeping = keeping(order);
        TenantNetwork contoso = network("contoso");
        publish(keeping, contoso);
        assertThat(order)
                .containsSubsequence("1 is taken", "1 in doubt", "published", "1 decided at 1");
        order.clear();
        publish(keeping, network("renamed"));
        assertThat(order).doesNotContain("1 in doubt");
        order.clear();
        publish(keeping, withoutSpace(contoso));
        assertThat(order).containsSubsequence("1 in doubt", "published", "1 decided at 2");
        order.clear();
        keeping.prepare(new NetworkChanges(List.of(), Set.of(contoso.rdid())))
                .publish(PhaseTimes.start());
        assertThat(order).endsWith("1 is free");
    }

    /// Who dies in between leaves an underlay that nobody takes for that of the flows.
    @Test
    void anUnderlayIsInDoubtUntilNoFlowIsLeftThatWasDecidedUnderAnother() {
        List<String> order = new ArrayList<>();
        SnapshotCompiler keeping = keeping(order);
        publish(keeping, network("contoso"));
        order.clear();
        steeringFails = true;
        assertThatThrownBy(() -> keeping.kernelChanged(kernel(1600)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(order).contains("underlay in doubt").doesNotContain("underlay taken in");
        steeringFails = false;
        order.clear();
        keeping.kernelChanged(kernel(1700));
        assertThat(order).containsSubsequence("underlay in doubt", "steered", "underlay taken in");
    }

    private static TenantNetwork withoutSpace(TenantNetwork as) {
        return new TenantNetwork(
                as.rdid(),
                as.name(),
                List.of(),
                as.subnets(),
                as.gatewayInterfaces(),
                as.lookupRecords(),
                as.routes(),
                as.directPrefixes(),
                as.translatedPrefixes(),
                as.nat(),
                as.backEnd());
    }

    private SnapshotCompiler keeping(List<String> order) {
        CompartmentLedger ledger = new RecordingLedger(order, generations);
        return new SnapshotCompiler(
                new SnapshotCompiler.CompilerTables(
                        adjacencies,
                        new NeighborTable(adjacencies, (_, _, _) -> {}),
                        generations,
                        _ -> ExecutedTraffic.NONE,
                        new Ledgers(ledger, new NoLedger(), PuntLedger.NONE),
                        new TunnelTable()),
                List.of(new PortPlan(0, "back", true, false)),
                UnderlayOptions.NONE,
                kernel(1500),
                new SnapshotCompiler.CompilerListeners(
                        _ -> {
                            steer();
                            order.add("steered");
                        },
                        _ -> {},
                        _ -> {},
                        event -> {
                            if (event instanceof GenerationPublished) {
                                order.add("published");
                            }
                        }));
    }

    private record RecordingLedger(List<String> order, Generations generations)
            implements CompartmentLedger {
        @Override
        public List<Kept> kept() {
            return List.of();
        }

        @Override
        public OptionalLong keptUnderlay() {
            return OptionalLong.empty();
        }

        @Override
        public void compartment(int index, RoutingDomainId rdid) {
            order.add(index + " is taken");
        }

        @Override
        public void released(int index) {
            order.add(index + " is free");
        }

        @Override
        public void inDoubt(int index) {
            order.add(index + " in doubt");
        }

        @Override
        public void decidedBy(int index, long digest) {
            order.add(index + " decided at " + generations.get(index));
        }

        @Override
        public void underlayInDoubt() {
            order.add("underlay in doubt");
        }

        @Override
        public void underlay(long digest) {
            order.add("underlay taken in");
        }
    }

    private static void publish(SnapshotCompiler into, TenantNetwork network) {
        into.prepare(new NetworkChanges(List.of(network), Set.of())).publish(PhaseTimes.start());
    }

    private void publish(TenantNetwork network) {
        compiler.prepare(new NetworkChanges(List.of(network), Set.of()))
                .publish(PhaseTimes.start());
    }

    private Compartment published() {
        return Objects.requireNonNull(
                compiler.published().get().forwarding().compartment(1), "published");
    }

    private void steer() {
        if (steeringFails) {
            throw new IllegalStateException("no room for a rule");
        }
    }

    private static KernelState kernel(int mtuBytes) {
        return new KernelState(
                Map.of(1, new KernelLink(1, "back", 0x020000000001L, mtuBytes, true)),
                List.of(),
                List.of(),
                Map.of());
    }

    private static TenantNetwork network(String name) {
        return new TenantNetwork(
                new RoutingDomainId(new UUID(1, 1)),
                name,
                List.of(IpPrefix.of(IpAddress.ofIpv4(0x0a000000), 8)),
                List.of(
                        new VirtualSubnet(
                                "vms",
                                new VirtualSubnetId(5001),
                                List.of(IpPrefix.of(IpAddress.ofIpv4(0x0a000000), 24)))),
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
                new TenantBackEnd(SourceCheck.STRICT, null, true));
    }
}
