package io.hnvgateway.compartments.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.FibBuilder;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.IpTable;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.NextHopGroup.Member;
import io.hnvgateway.compartments.NextHopGroups;
import io.hnvgateway.compartments.PagedArray;
import io.hnvgateway.compartments.PersistentTable;
import io.hnvgateway.compartments.PrefixTable;
import io.hnvgateway.compartments.ProviderNetwork;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowExecutor;
import io.hnvgateway.packet.flow.Generations;
import io.hnvgateway.packet.flow.IpIdentifications;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What unresolved neighbours cost those who resolve them for all tenants.
class NextHopStageTest {
    private static final int FLOOD = 5000;
    private static final int BUDGET = 100;
    private static final int ROUTER = 0xcb007101;
    private static final int OTHER_ROUTER = 0xcb007102;
    private static final int ON_LINK = FibEntry.of(FibEntry.ON_LINK, 0);

    private int asked;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment slots = arena.allocate(64 * 8192, 64);
    private final MemorySegment generations = arena.allocate(64, 64);
    private final AdjacencyTable adjacencies = new AdjacencyTable(slots);
    private final NeighborTable neighbors = new NeighborTable(adjacencies, (_, _, _) -> asked++);
    private final NextHopStage stage = stage();

    @AfterEach
    void close() {
        Memory.unregister(slots);
        Memory.unregister(generations);
        arena.close();
    }

    @Test
    void asksForFewNeighborsHoweverManyAreScanned() {
        asked = 0;
        for (int address = 1; address <= FLOOD; address++) {
            int slot = stage.slot(packet(), ON_LINK, 0, IpAddress.mapped(address));
            stage.await(packet(), slot);
        }
        assertThat(asked).isPositive().isLessThanOrEqualTo(BUDGET);
    }

    @Test
    void asksSeldomForANeighborAlthoughNoPacketCanWaitForIt() {
        int slot = neighbors.want(0, 0, 1);
        for (int other = 2; other < 80; other++) {
            stage.await(packet(), neighbors.want(0, 0, other));
        }
        asked = 0;
        for (int i = 0; i < FLOOD; i++) {
            stage.await(packet(), slot);
            stage.require(packet(), slot);
        }
        assertThat(asked).isLessThanOrEqualTo(BUDGET);
    }

    @Test
    void aRouterThatFailsKeepsItsRouteButGetsNoPacketsUntilItAnswers() {
        int home = stage.slot(packet());
        int other = home == slotOf(ROUTER) ? slotOf(OTHER_ROUTER) : slotOf(ROUTER);
        int homeAddress = home == slotOf(ROUTER) ? ROUTER : OTHER_ROUTER;
        assertThat(home).isNotZero();

        neighbors.failed(0, 0, IpAddress.mapped(homeAddress));
        assertThat(stage.slot(packet())).isEqualTo(other);
        neighbors.resolved(0, 0, IpAddress.mapped(homeAddress), 0x02000000AAAAL);
        assertThat(stage.slot(packet())).isEqualTo(home);
    }

    private int slotOf(int router) {
        return neighbors.find(0, 0, IpAddress.mapped(router));
    }

    private Member router(int address) {
        int slot = neighbors.want(0, 0, IpAddress.mapped(address));
        return new Member(IpAddress.ofIpv4(address), 0, 1, FibEntry.of(FibEntry.GATEWAY, slot));
    }

    private NextHopStage stage() {
        neighbors.link(0, new NeighborTable.Link(0x020000000001L, 1500));
        FramePool frames = new FramePool(arena.allocate(8192, 4096));
        WorkerContext context = new WorkerContext(frames, new CompartmentState(), snapshot());
        FlowExecutor executor =
                new FlowExecutor(
                        adjacencies,
                        (_, _, _) -> false,
                        (_, _) -> {
                            throw new AssertionError();
                        },
                        new Generations(generations),
                        new IpIdentifications(0, 1));
        WaitingRoom waiting = new WaitingRoom(context);
        Answers answers = new Answers(context, executor, neighbors, waiting);
        return new NextHopStage(
                context, adjacencies, neighbors, waiting, new IcmpErrors(context, answers));
    }

    private ForwardingSnapshot snapshot() {
        NextHopGroups.Builder groups = new NextHopGroups.Builder(NextHopGroups.EMPTY);
        List<Member> routers = List.of(router(ROUTER), router(OTHER_ROUTER));
        int group = groups.entry(IpPrefix.ALL_IPV4, routers);
        return new ForwardingSnapshot(
                0,
                PagedArray.empty(),
                PersistentTable.EMPTY,
                new FrontEnd(
                        PrefixTable.EMPTY,
                        new FibBuilder().put(IpPrefix.ALL_IPV4, group).build(),
                        groups.build(),
                        1,
                        List.of(),
                        new boolean[1]),
                new ProviderNetwork(IpTable.EMPTY, PersistentTable.EMPTY, new boolean[1]));
    }

    private static Packet packet() {
        Packet p = new Packet();
        p.reset(0, 4096, 60, 0);
        return p;
    }
}
