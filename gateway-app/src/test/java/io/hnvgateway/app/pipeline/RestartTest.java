package io.hnvgateway.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.compile.CompartmentLedger;
import io.hnvgateway.app.core.CoreInputs;
import io.hnvgateway.app.core.Restored;
import io.hnvgateway.app.desired.NetworkChanges;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.TenantBackEnd;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.app.process.checkpoint.Checkpoint;
import io.hnvgateway.app.process.checkpoint.CheckpointShape;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.dataplane.DataPathConfig;
import io.hnvgateway.dataplane.netlink.KernelAddress;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.FlowTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two gateways in memory, one after the other, over the same tables and checkpoint.
class RestartTest {
    private static final int TENANTS = 4;
    private static final int FLOWS = 64;

    /// Flows of all but one.
    private static final int REST = FLOWS - FLOWS / TENANTS;

    private static final CheckpointShape SHAPE =
            new CheckpointShape(
                    new DataPathConfig.Sizes(
                            4096,
                            1 << 10,
                            1 << 10,
                            PipelineWorld.adjacencies(PipelineWorld.MOST_KEPT),
                            PipelineWorld.compartments(PipelineWorld.MOST_KEPT)),
                    PipelineWorld.capacity(FLOWS),
                    1,
                    7);

    @TempDir private Path directory;
    private final List<PipelineWorld> worlds = new ArrayList<>();
    private Checkpoint checkpoint;
    private PipelineWorld world;
    private PipelineTraffic traffic;

    /// The first gateway, with flows of all tenants in both directions.
    @BeforeEach
    void begin() throws IOException {
        checkpoint = openCheckpoint();
        world = world(null, PipelineWorld.kernel());
        world.core.restore();
        world.publish(networks(0, 1, 2, 3));
        traffic = new PipelineTraffic(world, TENANTS, FLOWS);
        for (int i = 0; i < PipelineProbe.CHUNKS; i++) {
            traffic.openSome();
        }
        carryInward();
        assertThat(world.core.flows().live()).isEqualTo(2 * FLOWS);
        world.core.eachSecond();
    }

    @AfterEach
    void close() throws IOException {
        checkpoint.close();
        worlds.reversed().forEach(PipelineWorld::close);
    }

    private Checkpoint openCheckpoint() throws IOException {
        return Checkpoint.open(Optional.of(directory), SHAPE, OptionalLong.of(7));
    }

    private PipelineWorld world(@Nullable PipelineWorld before, KernelState kernel) {
        PipelineWorld made =
                new PipelineWorld(
                        FLOWS,
                        checkpoint.nat(),
                        new CoreInputs.Kept(
                                checkpoint.ledgers(),
                                checkpoint.adopted() && before != null,
                                checkpoint.adopted()),
                        before,
                        kernel);
        worlds.add(made);
        return made;
    }

    private static List<TenantNetwork> networks(int... numbers) {
        return IntStream.of(numbers).mapToObj(PipelineWorld::network).toList();
    }

    /// The next gateway, up to where it compiles.
    private Restored restart() throws IOException {
        return restart(PipelineWorld.kernel());
    }

    private Restored restart(KernelState kernel) throws IOException {
        checkpoint.close();
        checkpoint = openCheckpoint();
        assertThat(checkpoint.adopted()).isTrue();
        world = world(world, kernel);
        traffic.moveTo(world);
        return world.core.restore();
    }

    private int carryInward() {
        long before = world.back.sent;
        for (int flow = 0; flow < FLOWS; flow++) {
            FrameBatch batch = traffic.some(false, 1, flow);
            world.core.pipeline().onBatch(world.front, batch, world.nowNs);
        }
        return (int) (world.back.sent - before);
    }

    private Map<RoutingDomainId, Integer> indices() {
        Map<RoutingDomainId, Integer> indices = new HashMap<>();
        world.core.compiler().published().get().forwarding().compartments().stream()
                .forEach(c -> indices.put(c.identity().rdid(), c.index()));
        return indices;
    }

    private int generation(int tenant) {
        return world.core.compiler().published().get().forwarding().compartments().stream()
                .filter(c -> c.identity().rdid().value().equals(new UUID(1, tenant)))
                .mapToInt(Compartment::generation)
                .findFirst()
                .orElse(-1);
    }

    private int index(int tenant) {
        return Objects.requireNonNull(indices().get(new RoutingDomainId(new UUID(1, tenant))));
    }

    private List<Integer> generations() {
        return List.of(generation(0), generation(1), generation(2), generation(3));
    }

    /// Slots of each tenant's VM, of the neighbours, and of the front end.
    private List<Integer> slots() {
        ForwardingSnapshot snapshot = world.core.compiler().published().get().forwarding();
        List<Integer> slots = new ArrayList<>();
        snapshot.compartments().stream()
                .sorted(Comparator.comparing(c -> c.identity().rdid().value()))
                .forEach(c -> slots.add(c.records().egressAdjacency(0)));
        world.core.neighbors().forEach((slot, _) -> slots.add(slot));
        slots.add(snapshot.frontEnd().ingressAdjacency());
        return slots;
    }

    /// Packets of all flows from outside; how many entries the slow path wrote for them.
    private int decidedAnew(int carried) {
        long[] before = sequences();
        assertThat(carryInward()).isEqualTo(carried);
        long[] after = sequences();
        return (int) IntStream.range(0, before.length).filter(i -> before[i] != after[i]).count();
    }

    private long[] sequences() {
        FlowTable table = world.core.flows().ipv4();
        return IntStream.range(0, table.capacity())
                .mapToLong(slot -> Memory.getLongNative(table.entry(slot)))
                .toArray();
    }

    @Test
    void flowsAndSessionsGoOnAsTheyWere() throws IOException {
        Map<RoutingDomainId, Integer> indices = indices();
        List<Integer> generations = generations();
        List<Integer> slots = slots();
        assertThat(restart()).isEqualTo(new Restored(FLOWS, FLOWS, 2 * FLOWS, 0, 0, 0));
        world.publish(networks(3, 2, 1, 0)); // in another order
        world.core.eachSecond();
        assertThat(indices()).isEqualTo(indices);
        assertThat(generations()).isEqualTo(generations);
        assertThat(slots()).isEqualTo(slots);
        assertThat(decidedAnew(FLOWS)).isZero();
        assertThat(world.core.compiler().states().values())
                .extracting(CompartmentState::flowEntries)
                .containsOnly(2 * FLOWS / TENANTS);
    }

    @Test
    void aThirdGatewayGoesOnToo() throws IOException {
        restart();
        world.publish(networks(0, 1, 2, 3));
        world.core.eachSecond();
        assertThat(restart()).isEqualTo(new Restored(FLOWS, FLOWS, 2 * FLOWS, 0, 0, 0));
        world.publish(networks(0, 1, 2, 3));
        assertThat(decidedAnew(FLOWS)).isZero();
    }

    @Test
    void onlyATenantThatChangedIsDecidedAnewAndKeepsItsSessions() throws IOException {
        List<Integer> before = generations();
        restart();
        List<TenantNetwork> networks = new ArrayList<>(networks(0, 2, 3));
        networks.add(changed(1));
        world.publish(networks);
        assertThat(generations())
                .isEqualTo(List.of(before.get(0), before.get(1) + 1, before.get(2), before.get(3)));
        assertThat(decidedAnew(FLOWS)).isEqualTo(FLOWS / TENANTS);
    }

    private static TenantNetwork changed(int number) {
        TenantNetwork as = PipelineWorld.network(number);
        return new TenantNetwork(
                as.rdid(),
                as.name(),
                as.addressSpace(),
                as.subnets(),
                as.gatewayInterfaces(),
                as.lookupRecords(),
                as.routes(),
                as.directPrefixes(),
                as.translatedPrefixes(),
                as.nat(),
                new TenantBackEnd(SourceCheck.LOG, null, true));
    }

    @Test
    void aTenantThatIsGoneLeavesNothingToTheOneThatComes() throws IOException {
        List<Integer> before = generations();
        int gone = index(1);
        restart();
        world.publish(networks(0, 2, 3, 4));
        assertThat(indices()).doesNotContainValue(gone);
        assertThat(generation(0)).isEqualTo(before.get(0));
        assertThat(decidedAnew(REST)).isZero();
        world.core.eachSecond();
        world.core.eachSecond();
        Restored next = restart();
        assertThat(next.flows()).isEqualTo(2 * REST);
        assertThat(checkpoint.ledgers().compartments().kept())
                .extracting(CompartmentLedger.Kept::rdid)
                .doesNotContain(new RoutingDomainId(new UUID(1, 1)));
    }

    @Test
    void aTenantThatCameMeanwhileCostsOthersNothing() throws IOException {
        List<Integer> before = generations();
        restart();
        world.publish(networks(0, 1, 2, 3, 4));
        assertThat(generations()).isEqualTo(before);
        assertThat(decidedAnew(FLOWS)).isZero();
    }

    @Test
    void aTenantThatWentMeanwhileCostsOthersNothing() throws IOException {
        List<Integer> before = generations();
        restart();
        world.publish(networks(0, 2, 3));
        assertThat(List.of(generation(0), generation(2), generation(3)))
                .isEqualTo(List.of(before.get(0), before.get(2), before.get(3)));
        assertThat(decidedAnew(REST)).isZero();
    }

    /// The server that all flows lead to is a tenant's now.
    @Test
    void flowsToAnAddressThatGotAnOwnerMeanwhileEnd() throws IOException {
        restart();
        List<TenantNetwork> networks = new ArrayList<>(networks(0, 1, 2, 3));
        networks.add(withDirectPrefix(4, "203.0.113.0/24"));
        world.publish(networks);
        assertThat(carryInward()).isZero();
        assertThat(world.core.flows().live()).as("for the slow path to mend").isEqualTo(2 * FLOWS);
    }

    private static TenantNetwork withDirectPrefix(int number, String prefix) {
        TenantNetwork as = PipelineWorld.network(number);
        return new TenantNetwork(
                as.rdid(),
                as.name(),
                as.addressSpace(),
                as.subnets(),
                as.gatewayInterfaces(),
                as.lookupRecords(),
                as.routes(),
                List.of(IpPrefix.parse(prefix)),
                as.translatedPrefixes(),
                as.nat(),
                as.backEnd());
    }

    @Test
    void underAnotherUnderlayAllAreDecidedAnew() throws IOException {
        List<Integer> before = generations();
        KernelState kernel = PipelineWorld.kernel();
        List<KernelAddress> addresses = new ArrayList<>(kernel.addresses());
        addresses.add(new KernelAddress(2, IpAddress.parse("203.0.113.7"), 32));
        restart(new KernelState(kernel.links(), addresses, kernel.routes(), kernel.neighbors()));
        world.publish(networks(0, 1, 2, 3));
        assertThat(generations()).isEqualTo(before.stream().map(g -> g + 1).toList());
    }

    @Test
    void whatTheKernelChangesBeforeTheFirstPublicationIsTakenInByIt() throws IOException {
        List<Integer> before = generations();
        restart();
        world.core.compiler().kernelChanged(otherMtu());
        assertThat(world.core.flows().live()).isEqualTo(2 * FLOWS);
        assertThat(indices()).isEmpty();
        world.publish(networks(0, 1, 2, 3));
        assertThat(generations()).isEqualTo(before.stream().map(g -> g + 1).toList());
        assertThat(decidedAnew(FLOWS)).isEqualTo(FLOWS);
    }

    private static KernelState otherMtu() {
        KernelState kernel = PipelineWorld.kernel();
        Map<Integer, KernelLink> links = new HashMap<>(kernel.links());
        links.put(1, new KernelLink(1, "back", PipelineWorld.BACK_MAC, 1400, true));
        return new KernelState(links, kernel.addresses(), kernel.routes(), kernel.neighbors());
    }

    @Test
    void aProcessThatDiesInTheMiddleOfAChangeLeavesThatTenantInDoubt() throws IOException {
        List<Integer> before = generations();
        checkpoint.ledgers().compartments().inDoubt(index(2));
        assertThat(restart().sessions()).isEqualTo(FLOWS);
        world.publish(networks(0, 1, 2, 3));
        assertThat(generations())
                .isEqualTo(List.of(before.get(0), before.get(1), before.get(2) + 1, before.get(3)));
    }

    @Test
    void aProcessThatDiesWhileTheUnderlayChangesLeavesAllInDoubt() throws IOException {
        List<Integer> before = generations();
        checkpoint.ledgers().compartments().underlayInDoubt();
        restart();
        world.publish(networks(0, 1, 2, 3));
        assertThat(generations()).isEqualTo(before.stream().map(g -> g + 1).toList());
    }

    @Test
    void anUnderlayThatChangedAndWasTakenInIsNoneAfterTheRestart() throws IOException {
        world.core.compiler().kernelChanged(otherMtu());
        assertThat(decidedAnew(FLOWS)).isEqualTo(FLOWS);
        List<Integer> before = generations();
        restart(otherMtu());
        world.publish(networks(0, 1, 2, 3));
        assertThat(generations()).isEqualTo(before);
        assertThat(decidedAnew(FLOWS)).isZero();
    }

    @Test
    void aChangeThatWasCarriedThroughIsNoneAfterTheRestart() throws IOException {
        world.publish(List.of(changed(1)));
        assertThat(decidedAnew(FLOWS)).isEqualTo(FLOWS / TENANTS);
        List<Integer> before = generations();
        restart();
        List<TenantNetwork> networks = new ArrayList<>(networks(0, 2, 3));
        networks.add(changed(1));
        world.publish(networks);
        assertThat(generations()).isEqualTo(before);
        assertThat(decidedAnew(FLOWS)).isZero();
    }

    @Test
    void aFlowOfAnotherGenerationIsNotBelieved() throws IOException {
        world.publish(List.of(changed(1))); // its flows are old ones now
        Restored restored = restart();
        assertThat(restored.flows()).isEqualTo(2 * FLOWS - 2 * FLOWS / TENANTS);
        assertThat(restored.refused()).isEqualTo(2 * FLOWS / TENANTS);
        assertThat(restored.sessions()).isEqualTo(FLOWS);
    }

    @Test
    void aFlowWhoseSessionIsGoneIsNotBelieved() throws IOException {
        checkpoint.nat().fill((byte) 0);
        assertThat(restart()).isEqualTo(new Restored(0, 0, 0, 2 * FLOWS, 0, 0));
    }

    @Test
    void aFlowOverAnAdjacencyThatNobodyKnowsIsNotBelieved() throws IOException {
        int vmOfTenant1 = slots().get(1);
        checkpoint.ledgers().adjacencies().released(vmOfTenant1);
        Restored restored = restart();
        assertThat(restored.flows()).as("but those to it").isEqualTo(FLOWS + REST);
        assertThat(restored.refused()).isEqualTo(FLOWS / TENANTS);
    }

    /// No worker runs, and no second passes, between start and count.
    @Test
    void whatIdledMeanwhileEndsWhileTheGatewayStarts() throws IOException {
        world.nowNs += TimeUnit.SECONDS.toNanos(200);
        carryInward(); // used lately, by entries alone
        world.nowNs += TimeUnit.SECONDS.toNanos(200);
        Restored lately = restart();
        world.publish(networks(0, 1, 2, 3));
        assertThat(world.core.endIdle(lately))
                .isEqualTo(new Restored(FLOWS, FLOWS, 2 * FLOWS, 0, 0, 0));
        world.nowNs += TimeUnit.SECONDS.toNanos(101);
        Restored restored = restart();
        assertThat(restored.sessions()).isEqualTo(FLOWS);
        world.publish(networks(0, 1, 2, 3));
        assertThat(world.core.endIdle(restored))
                .isEqualTo(new Restored(FLOWS, 0, 0, 0, 0, FLOWS)); // ports are in quarantine
        assertThat(world.core.flows().live()).isZero();
        assertThat(world.core.compiler().states().values())
                .extracting(CompartmentState::flowEntries)
                .containsOnly(0);
    }

    @Test
    void withNewTablesSessionsGoOnAndFlowsBegin() throws IOException {
        checkpoint.close();
        checkpoint = openCheckpoint();
        checkpoint.dataPathIsClean(false);
        world =
                new PipelineWorld(
                        FLOWS,
                        checkpoint.nat(),
                        new CoreInputs.Kept(checkpoint.ledgers(), false, true),
                        null,
                        PipelineWorld.kernel());
        worlds.add(world);
        traffic.moveTo(world);
        assertThat(world.core.restore()).isEqualTo(new Restored(FLOWS, FLOWS, 0, 0, 0, 0));
        world.publish(networks(0, 1, 2, 3));
        assertThat(decidedAnew(FLOWS)).isEqualTo(FLOWS);
        assertThat(decidedAnew(FLOWS)).isZero();
    }

    @Test
    void changesGoOnFromWhatWasAdopted() throws IOException {
        restart();
        world.publish(networks(0, 1, 2, 3));
        int before = generation(1);
        world.publish(List.of(changed(1)));
        assertThat(generation(1)).isEqualTo(before + 1);
        assertThat(decidedAnew(FLOWS)).isEqualTo(FLOWS / TENANTS);
        world.core
                .target()
                .prepare(new NetworkChanges(List.of(), Set.of(new RoutingDomainId(new UUID(1, 0)))))
                .publish(PhaseTimes.start());
        assertThat(carryInward()).isEqualTo(REST);
    }
}
