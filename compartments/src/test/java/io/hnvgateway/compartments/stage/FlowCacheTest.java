package io.hnvgateway.compartments.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.Fib;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.IpTable;
import io.hnvgateway.compartments.NextHopGroups;
import io.hnvgateway.compartments.PagedArray;
import io.hnvgateway.compartments.PersistentTable;
import io.hnvgateway.compartments.PrefixTable;
import io.hnvgateway.compartments.ProviderNetwork;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.compartments.UsageKind;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.flow.AdjacencyReferences;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowCounters;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTable;
import io.hnvgateway.packet.flow.FlowTables;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowCacheTest {
    private static final int CAPACITY = 256;
    private static final int CAPACITY6 = 128;
    private static final int QUOTA = 4;
    private static final int QUOTA6 = 2;
    private static final long MILLISECOND_NS = 1_048_576;
    private static final long START_NS = 1_000 * MILLISECOND_NS;

    private final Arena arena = Arena.ofShared();
    private final ForwardingSnapshot snapshot =
            new ForwardingSnapshot(
                    0,
                    PagedArray.empty(),
                    PersistentTable.EMPTY,
                    new FrontEnd(
                            PrefixTable.EMPTY,
                            Fib.EMPTY,
                            NextHopGroups.EMPTY,
                            1,
                            List.of(),
                            new boolean[1]),
                    new ProviderNetwork(IpTable.EMPTY, PersistentTable.EMPTY, new boolean[1]));
    private final CompartmentState state = new CompartmentState();
    private final WorkerContext context =
            new WorkerContext(new FramePool(arena.allocate(8192, 4096)), state, snapshot);
    private final FlowTable flows = new FlowTable(arena.allocate(64L * CAPACITY, 64), 1);
    private final FlowTable flows6 =
            FlowTable.ipv6(arena.allocate(128L * CAPACITY6, 64), 1, new AdjacencyReferences(0));
    private final FlowTables tables = new FlowTables(flows, flows6);
    private final FlowCache cache = new FlowCache(tables, context, QUOTA);
    private final FlowAction found = new FlowAction();

    @AfterEach
    void close() {
        arena.close();
    }

    private long install(int n, int session, int generation) {
        context.begin(snapshot, START_NS);
        FlowAction action = new FlowAction();
        action.session = session;
        action.generation = generation;
        return cache.install(key(n), action);
    }

    private static FlowKey key(int n) {
        return new FlowKey().set(0, n, 2, 3, 17);
    }

    private long install6(int n) {
        context.begin(snapshot, START_NS);
        return cache.install(key6(n), new FlowAction());
    }

    private static FlowKey key6(int n) {
        return new FlowKey().setIpv6(0, 3, 17).source(0xfd00L << 48, n).destination(1, 2);
    }

    /// Goes `rounds` times round the table at this time.
    private void sweep(long nowNs, int rounds) {
        for (int i = 0; i < rounds * CAPACITY; i++) {
            cache.doWork(nowNs + i * MILLISECOND_NS);
        }
    }

    @Test
    void refusesMoreThanTheShare() {
        for (int n = 0; n < QUOTA; n++) {
            assertThat(install(n, FlowAction.NO_SESSION, 1)).isNotZero();
        }
        assertThat(install(QUOTA, FlowAction.NO_SESSION, 1)).isZero();
        assertThat(state.flowEntries()).isEqualTo(QUOTA);
        assertThat(state.counters().total(Total.FLOW_ENTRIES_REFUSED)).isEqualTo(1);
    }

    @Test
    void theSharesOfTheFamiliesAreApart() {
        for (int n = 0; n < QUOTA6; n++) {
            assertThat(install6(n)).isNotZero();
        }
        assertThat(install6(QUOTA6)).isZero();
        assertThat(install(0, FlowAction.NO_SESSION, 1)).isNotZero();
        assertThat(state.flowEntries(true)).isEqualTo(QUOTA6);
        assertThat(state.flowEntries(false)).isEqualTo(1);
    }

    @Test
    void takesOutIdleIpv6Flows() {
        install6(0);
        sweep(START_NS + 40_000 * MILLISECOND_NS, 1);
        assertThat(flows6.live()).isZero();
        assertThat(flows6.tombstones()).isEqualTo(1);
        assertThat(state.flowEntries(true)).isZero();
        sweep(START_NS + 50_000 * MILLISECOND_NS, 1);
        assertThat(flows6.tombstones()).isZero();
    }

    @Test
    void renewsAFlowOfAFullShare() {
        for (int n = 0; n < QUOTA; n++) {
            install(n, FlowAction.NO_SESSION, 1);
        }
        assertThat(install(0, FlowAction.NO_SESSION, 2)).isNotZero();
        flows.find(key(0), found);
        assertThat(found.generation).isEqualTo(2);
        assertThat(state.flowEntries()).isEqualTo(QUOTA);
    }

    /// The same key may be decided otherwise: by another rule, and from outside for another tenant.
    @Test
    void whatAFlowCarriedStaysOfTheKindThatItWas() {
        FlowTable counted =
                new FlowTable(
                        arena.allocate(64L * CAPACITY, 64),
                        new FlowCounters(arena.allocate(16L * CAPACITY, 64), true),
                        1,
                        new AdjacencyReferences(0));
        FlowCache own = new FlowCache(new FlowTables(counted, flows6), context, QUOTA);
        context.begin(snapshot, START_NS);
        FlowAction direct = new FlowAction();
        direct.action = FlowAction.DECAPSULATE;
        long entry = own.install(key(0), direct);
        own.count(entry, 100);
        own.count(entry, 100);
        assertThat(state.counters().usagePackets(UsageKind.DIRECT_OUT)).as("it lives").isZero();

        own.install(key(0), direct);
        assertThat(counted.packets(entry)).as("the same kind goes on").isEqualTo(2);

        FlowAction translated = new FlowAction();
        translated.action = FlowAction.DECAPSULATE;
        translated.rewriteSource(1, 2, 3, 4);
        own.install(key(0), translated);
        assertThat(counted.packets(entry)).isZero();
        assertThat(state.counters().usagePackets(UsageKind.DIRECT_OUT)).isEqualTo(2);
        assertThat(state.counters().usageBytes(UsageKind.DIRECT_OUT)).isEqualTo(200);

        own.count(entry, 50);
        own.remove(entry, START_NS);
        assertThat(state.counters().usageBytes(UsageKind.NAT_OUT)).isEqualTo(50);
        assertThat(state.counters().usagePackets(UsageKind.DIRECT_OUT)).isEqualTo(2);
    }

    @Test
    void takesOutIdleFlowsThatNoSessionKeeps() {
        install(0, FlowAction.NO_SESSION, 1);
        install(1, 12, 1);
        sweep(START_NS + 10_000 * MILLISECOND_NS, 1);
        assertThat(flows.live()).as("not idle yet").isEqualTo(2);
        sweep(START_NS + 40_000 * MILLISECOND_NS, 1);
        assertThat(flows.find(key(0), found)).isZero();
        assertThat(flows.find(key(1), found)).isNotZero();
        assertThat(state.flowEntries()).isEqualTo(1);
    }

    @Test
    void reclaimsTheSlotsOfRemovedFlows() {
        long entry = install(0, FlowAction.NO_SESSION, 1);
        cache.remove(entry, START_NS);
        assertThat(flows.tombstones()).isEqualTo(1);
        sweep(START_NS + 2_000 * MILLISECOND_NS, 1);
        assertThat(flows.tombstones()).isZero();
    }

    @Test
    void sweepsOnceATickAndNotOnceACall() {
        int n = 0;
        while ((flows.hash(key(n)) & (CAPACITY - 1)) > CAPACITY / 2) {
            n++; // the first sweep goes over the last slots
        }
        cache.remove(install(n, FlowAction.NO_SESSION, 1), START_NS);
        for (int i = 0; i < 2 * CAPACITY; i++) {
            cache.doWork(START_NS + 2_000 * MILLISECOND_NS);
        }
        assertThat(flows.tombstones()).isEqualTo(1);
    }

    @Test
    void twoWorkersSweepTheWholeTableTogetherAndCountItOnce() {
        var second =
                new FlowCache(
                        tables, new WorkerContext(1, 2, context.frames(), state, snapshot), QUOTA);
        var first =
                new FlowCache(
                        tables, new WorkerContext(0, 2, context.frames(), state, snapshot), QUOTA);
        for (int n = 0; n < QUOTA; n++) {
            install(n, FlowAction.NO_SESSION, 1);
        }
        for (int i = 0; i < CAPACITY; i++) {
            second.doWork(START_NS + (40_000 + i) * MILLISECOND_NS);
        }
        assertThat(flows.live()).as("the first worker's part is left").isBetween(1, QUOTA - 1);
        assertThat(state.flowEntries()).isEqualTo(flows.live());
        for (int i = 0; i < CAPACITY; i++) {
            first.doWork(START_NS + (40_000 + i) * MILLISECOND_NS);
        }
        assertThat(flows.live()).isZero();
        assertThat(state.flowEntries()).isZero();
    }
}
