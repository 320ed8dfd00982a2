package io.hnvgateway.compartments.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.Fib;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.GatewayInterfaces;
import io.hnvgateway.compartments.IpTable;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.NextHopGroups;
import io.hnvgateway.compartments.PagedArray;
import io.hnvgateway.compartments.PersistentTable;
import io.hnvgateway.compartments.PrefixTable;
import io.hnvgateway.compartments.ProviderNetwork;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.AdjacencyReferences;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTable;
import io.hnvgateway.packet.flow.FlowTables;
import io.hnvgateway.packet.flow.IpIdentifications;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Ten tenants take whatever they get of what all share; the eleventh still gets its part.
class GreedyTenantsTest {
    private static final int GREEDY = 10;
    private static final int MODEST = 11;
    private static final int FLOWS = 1 << 16;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment header = arena.allocate(Ipv4Header.BYTES, 8);
    private final WorkerContext context =
            new WorkerContext(
                    new FramePool(arena.allocate(8192, 4096)), new CompartmentState(), snapshot());
    private final WaitingRoom room = new WaitingRoom(context);

    GreedyTenantsTest() {
        Memory.register(header);
        context.begin(context.snapshot(), 1_000_000_000L);
    }

    @AfterEach
    void close() {
        Memory.unregister(header);
        arena.close();
    }

    private static ForwardingSnapshot snapshot() {
        return new ForwardingSnapshot(
                0,
                PagedArray.of(
                        IntStream.rangeClosed(0, MODEST)
                                .mapToObj(GreedyTenantsTest::compartment)
                                .toArray(Compartment[]::new)),
                PersistentTable.EMPTY,
                new FrontEnd(
                        PrefixTable.EMPTY,
                        Fib.EMPTY,
                        NextHopGroups.EMPTY,
                        1,
                        List.of(),
                        new boolean[1]),
                new ProviderNetwork(IpTable.EMPTY, PersistentTable.EMPTY, new boolean[1]));
    }

    private static Compartment compartment(int index) {
        return new Compartment(
                new Compartment.Identity(index, 0, new RoutingDomainId(new UUID(0, index)), ""),
                new Compartment.Topology(List.of(), new GatewayInterfaces(List.of())),
                LookupTable.EMPTY,
                new Compartment.Forwarding(
                        List.of(),
                        Fib.EMPTY,
                        NextHopGroups.EMPTY,
                        List.of(),
                        SourceCheck.STRICT,
                        1500),
                new CompartmentState());
    }

    @Test
    void framesThatWaitForNeighbours() {
        int held = crowd(WaitingRoom.Reason.NEIGHBOR);
        assertThat(held).as("six whole shares, four guaranteed ones").isEqualTo(6 * 64 + 4 * 8);
        assertThat(hold(WaitingRoom.Reason.NEIGHBOR, MODEST, 8, 100)).isEqualTo(8);
    }

    @Test
    void framesThatWaitForFirstFragments() {
        crowd(WaitingRoom.Reason.FIRST_FRAGMENT);
        assertThat(hold(WaitingRoom.Reason.FIRST_FRAGMENT, MODEST, 8, 100)).isEqualTo(8);
        assertThat(hold(WaitingRoom.Reason.NEIGHBOR, MODEST, 8, 7))
                .as("room for others")
                .isPositive();
    }

    private int crowd(WaitingRoom.Reason reason) {
        int held = 0;
        for (int tenant = 1; tenant <= GREEDY; tenant++) {
            held += hold(reason, tenant, 100, 10 * tenant);
        }
        return held;
    }

    private int hold(WaitingRoom.Reason reason, int tenant, int frames, int key) {
        int held = 0;
        for (int i = 0; i < frames; i++) {
            Packet p = new Packet();
            p.reset(0, 4096, 60, 0);
            p.compartment = tenant;
            held += room.hold(p, reason, key + i % 4) == Verdict.HOLD ? 1 : 0;
        }
        return held;
    }

    @Test
    void fragmentedPackets() {
        FragmentStage stage = new FragmentStage(context, room, new IpIdentifications(0, 1));
        int tracked = 0;
        for (int tenant = 1; tenant <= GREEDY; tenant++) {
            tracked += begin(stage, tenant, 2000);
        }
        assertThat(tracked)
                .as("three whole shares")
                .isBetween(3 * 1024 + 7 * 30, 3 * 1024 + 7 * 32);
        // One in ten thousand finds all places of its seeded hash taken.
        assertThat(begin(stage, MODEST, 32)).isGreaterThanOrEqualTo(30);
    }

    /// First fragments of as many packets; the number that passed.
    private int begin(FragmentStage stage, int tenant, int packets) {
        int passed = 0;
        for (int i = 0; i < packets; i++) {
            Packet p = new Packet();
            p.reset(0, header.address(), Ipv4Header.BYTES + 16, 0);
            p.ip = header.address();
            p.ipHeaderBytes = Ipv4Header.BYTES;
            p.ipTotalBytes = Ipv4Header.BYTES + 16;
            p.compartment = tenant;
            p.source = i;
            p.protocol = 17;
            p.moreFragments = true;
            passed += stage.pass(p) == Verdict.CONTINUE ? 1 : 0;
        }
        return passed;
    }

    @Test
    void flows() {
        FlowTable ipv4 = new FlowTable(arena.allocate(64L * FLOWS, 64), 1);
        FlowTable ipv6 =
                FlowTable.ipv6(arena.allocate(128L * 16, 64), 1, new AdjacencyReferences(0));
        FlowCache cache = new FlowCache(new FlowTables(ipv4, ipv6), context, FLOWS / 8);
        int installed = 0;
        for (int tenant = 1; tenant <= GREEDY; tenant++) {
            installed += install(cache, tenant, FLOWS / 4);
        }
        assertThat(installed).isBetween(FLOWS * 3 / 4, FLOWS * 3 / 4 + GREEDY * 4);
        assertThat(install(cache, MODEST, 4)).isEqualTo(4);
    }

    private static int install(FlowCache cache, int tenant, int flows) {
        int installed = 0;
        for (int i = 0; i < flows; i++) {
            FlowAction action = new FlowAction();
            action.owner = tenant;
            FlowKey key = new FlowKey().set(tenant, i, 2, 3, 17);
            installed += cache.install(key, action) == 0 ? 0 : 1;
        }
        return installed;
    }
}
