package io.hnvgateway.compartments;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NeighborTableTest {
    private static final long ADDRESS = IpAddress.mapped(0xC6336432);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(64 * 16, 64);
    private final AdjacencyTable adjacencies = new AdjacencyTable(memory);
    private final List<Long> solicited = new ArrayList<>();
    private final NeighborTable table =
            new NeighborTable(adjacencies, (_, _, address) -> solicited.add(address));
    private final Adjacency scratch = new Adjacency();

    NeighborTableTest() {
        table.link(0, new NeighborTable.Link(0x020000000001L, 1500));
    }

    @AfterEach
    void close() {
        Memory.unregister(memory);
        arena.close();
    }

    @Test
    void asksForANewNeighborAndUsesItOnceResolved() {
        int slot = table.want(0, 0, ADDRESS);

        assertThat(solicited).containsExactly(ADDRESS);
        assertThat(table.usable(slot, scratch)).isFalse();
        table.resolved(0, 0, ADDRESS, 0x02000000AAAAL);
        assertThat(table.usable(slot, scratch)).isTrue();
        assertThat(scratch.destinationMac).isEqualTo(0x02000000AAAAL);
        assertThat(scratch.sourceMac).isEqualTo(0x020000000001L);
    }

    @Test
    void doesNotAskForAResolvedNeighborAgain() {
        table.want(0, 0, ADDRESS);
        table.resolved(0, 0, ADDRESS, 0x02000000AAAAL);
        table.want(0, 0, ADDRESS);

        assertThat(solicited).hasSize(1);
    }

    @Test
    void asksAgainForTheNeighborBehindATunnelOnlyWhileItIsUnresolved() {
        int tunnel = adjacencies.allocate();
        scratch.clear();
        scratch.kind = Adjacency.OVERLAY;
        scratch.nextHop = table.want(0, 0, ADDRESS);
        adjacencies.write(tunnel, scratch);

        table.solicit(tunnel, scratch);
        table.resolved(0, 0, ADDRESS, 0x02000000AAAAL);
        table.solicit(tunnel, scratch);

        assertThat(solicited).containsExactly(ADDRESS, ADDRESS);
    }

    @Test
    void keepsTheSlotWhenTheNeighborFailsAndComesBack() {
        int slot = table.want(0, 0, ADDRESS);
        table.resolved(0, 0, ADDRESS, 0x02000000AAAAL);
        table.failed(0, 0, ADDRESS);
        assertThat(table.usable(slot, scratch)).isFalse();
        table.resolved(0, 0, ADDRESS, 0x02000000BBBBL);

        assertThat(table.find(0, 0, ADDRESS)).isEqualTo(slot);
        assertThat(table.usable(slot, scratch)).isTrue();
        assertThat(scratch.destinationMac).isEqualTo(0x02000000BBBBL);
    }

    @Test
    void thereIsHopeForANeighborUntilItWasAskedInVain() {
        int slot = table.want(0, 0, ADDRESS);
        assertThat(table.mayAnswer(slot, scratch)).isTrue();
        table.failed(0, 0, ADDRESS);
        assertThat(table.mayAnswer(slot, scratch)).isFalse();
        table.resolved(0, 0, ADDRESS, 0x02000000AAAAL);
        assertThat(table.mayAnswer(slot, scratch)).isTrue();
        assertThat(table.mayAnswer(0, scratch)).isFalse();
    }

    @Test
    void tellsEverySlotOfAPortItsNewMtu() {
        int slot = table.want(0, 0, ADDRESS);
        table.link(0, new NeighborTable.Link(0x020000000001L, 9000));

        assertThat(adjacencies.mtuBytes(slot)).isEqualTo(9000);
    }

    @Test
    void forgetsADiscoveredNeighborThatDoesNotAnswer() {
        int slot = table.discover(0, 0, ADDRESS);
        table.forEach((_, _) -> table.failed(0, 0, ADDRESS));

        assertThat(table.find(0, 0, ADDRESS)).isZero();
        assertThat(adjacencies.read(slot, scratch)).isFalse();
    }

    @Test
    void keepsADiscoveredNeighborOnceARouteWantsIt() {
        int slot = table.discover(0, 0, ADDRESS);
        assertThat(table.want(0, 0, ADDRESS)).isEqualTo(slot);
        table.failed(0, 0, ADDRESS);

        assertThat(table.find(0, 0, ADDRESS)).isEqualTo(slot);
    }

    @Test
    void leavesRoomForWantedNeighborsBesideAScan() {
        try (Arena large = Arena.ofShared()) {
            MemorySegment slots = large.allocate(64 * 8192, 64);
            NeighborTable scanned = new NeighborTable(new AdjacencyTable(slots), (_, _, _) -> {});
            scanned.link(0, new NeighborTable.Link(0x020000000001L, 1500));
            int found = 0;
            for (int i = 1; i <= 5000; i++) {
                found += scanned.discover(0, 0, i) == 0 ? 0 : 1;
            }
            assertThat(found).isEqualTo(4096);
            assertThat(scanned.want(0, 0, ADDRESS)).isNotZero();
            Memory.unregister(slots);
        }
    }

    @Test
    void refusesMoreNeighborsThanThereAreSlots() {
        for (int i = 0; i < 15; i++) {
            assertThat(table.want(0, 0, i + 1)).isNotZero();
        }
        assertThat(table.want(0, 0, ADDRESS)).isZero();
    }

    @Test
    void writesDownWhichSlotIsWhichNeighborUntilItIsGivenUp() {
        List<String> written = new ArrayList<>();
        NeighborTable kept =
                new NeighborTable(
                        adjacencies,
                        (_, _, _) -> {},
                        new NeighborTable.Ledger() {
                            @Override
                            public void neighbor(int slot, int link, long high, long low) {
                                written.add(
                                        slot + " is " + link + " " + IpAddress.toString(high, low));
                            }

                            @Override
                            public void released(int slot) {
                                assertThat(adjacencies.read(slot, scratch)).isTrue();
                                written.add(slot + " is free");
                            }
                        });
        kept.link(0, new NeighborTable.Link(0x020000000001L, 1500));
        int slot = kept.discover(0, 0, ADDRESS);
        kept.discover(0, 0, ADDRESS);
        kept.failed(0, 0, ADDRESS);
        assertThat(written).containsExactly(slot + " is 0 198.51.100.50", slot + " is free");
    }

    @Test
    void goesOnWithANeighborOfAnEarlierProcess() {
        int slot = table.want(0, 0, ADDRESS);
        table.resolved(0, 0, ADDRESS, 0x02000000AAAAL);
        NeighborTable next =
                new NeighborTable(adjacencies, (_, _, address) -> solicited.add(address));
        next.adopt(slot, 0, 0, ADDRESS);
        next.link(0, new NeighborTable.Link(0x020000000001L, 1400));
        solicited.clear();
        assertThat(next.want(0, 0, ADDRESS)).isEqualTo(slot);
        assertThat(next.usable(slot, scratch)).isTrue();
        assertThat(scratch.destinationMac).isEqualTo(0x02000000AAAAL);
        assertThat(scratch.mtuBytes).isEqualTo(1400);
        assertThat(solicited).isEmpty();
        next.failed(0, 0, ADDRESS);
        assertThat(next.find(0, 0, ADDRESS)).as("it is wanted").isEqualTo(slot);
    }

    @Test
    void aNeighborOfAnEarlierProcessThatNobodyWantsIsForgottenWhenItFails() {
        int slot = table.want(0, 0, ADDRESS);
        NeighborTable next = new NeighborTable(adjacencies, (_, _, _) -> {});
        next.adopt(slot, 0, 0, ADDRESS);
        next.link(0, new NeighborTable.Link(0x020000000001L, 1500));
        next.failed(0, 0, ADDRESS);
        assertThat(next.find(0, 0, ADDRESS)).isZero();
    }

    @Test
    void aSlotThatHoldsSomethingElseIsTheNeighborUnresolved() {
        int slot = table.want(0, 0, ADDRESS);
        table.resolved(0, 0, ADDRESS, 0x02000000AAAAL);
        NeighborTable next = new NeighborTable(adjacencies, (_, _, _) -> {});
        next.adopt(slot, 0, 0, ADDRESS + 1);
        next.link(0, new NeighborTable.Link(0x020000000001L, 1500));
        assertThat(next.find(0, 0, ADDRESS + 1)).isEqualTo(slot);
        assertThat(next.usable(slot, scratch)).isFalse();
        assertThat(scratch.destinationLow).isEqualTo(ADDRESS + 1);
    }
}
