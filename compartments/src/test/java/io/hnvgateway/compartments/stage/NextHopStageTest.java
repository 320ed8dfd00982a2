package io.hnvgateway.compartments.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.Fib;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.IpTable;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.NextHopGroups;
import io.hnvgateway.compartments.PagedArray;
import io.hnvgateway.compartments.PersistentTable;
import io.hnvgateway.compartments.PrefixTable;
import io.hnvgateway.compartments.ProviderNetwork;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpAddress;
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

    private static ForwardingSnapshot snapshot() {
        return new ForwardingSnapshot(
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
    }

    private static Packet packet() {
        Packet p = new Packet();
        p.reset(0, 4096, 60, 0);
        return p;
    }
}
