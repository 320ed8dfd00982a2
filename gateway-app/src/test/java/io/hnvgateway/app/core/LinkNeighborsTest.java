package io.hnvgateway.app.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkNeighborsTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int LINK = 3;
    private static final long MAC = 0x0200_0000_0b11L;

    private final Arena arena = Arena.ofConfined();
    private final List<String> probes = new ArrayList<>();
    private long nowNs = SECOND_NS;
    private final AdjacencyTable adjacencies =
            new AdjacencyTable(arena.allocate(64 * 64, 64), () -> nowNs);
    private final LinkNeighbors neighbors =
            new LinkNeighbors(
                    (link, target, mac) -> probes.add(link + " " + target + " " + mac),
                    () -> nowNs,
                    Runnable::run);
    private final NeighborTable table = new NeighborTable(adjacencies, neighbors);

    LinkNeighborsTest() {
        neighbors.serve(table);
        table.link(LINK, new NeighborTable.Link(0x0200_0000_0001L, 1500, 100));
    }

    @AfterEach
    void free() {
        arena.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.11", "2001:db8::11"})
    void asksAndBelievesTheAnswer(String text) {
        IpAddress address = IpAddress.parse(text);
        int slot = table.want(LINK, address.high(), address.low());
        assertThat(probes).containsExactly("3 " + text + " 0");
        neighbors.heard(LINK, address.high(), address.low(), MAC);
        Adjacency content = new Adjacency();
        assertThat(table.usable(slot, content)).isTrue();
        assertThat(content.destinationMac).isEqualTo(MAC);
        assertThat(content.vlan).isEqualTo(100);
        neighbors.refresh();
        assertThat(probes).hasSize(1);
    }

    @Test
    void asksThreeTimesAndGivesUp() {
        IpAddress address = IpAddress.parse("192.0.2.11");
        int slot = table.want(LINK, address.high(), address.low());
        for (int i = 0; i < 5; i++) {
            neighbors.refresh();
        }
        assertThat(probes).hasSize(3);
        assertThat(table.usable(slot, new Adjacency())).isFalse();
    }

    @Test
    void asksAKnownNeighbourAgainAndForgetsItWhenItIsSilent() {
        IpAddress address = IpAddress.parse("192.0.2.11");
        int slot = table.want(LINK, address.high(), address.low());
        neighbors.heard(LINK, address.high(), address.low(), MAC);
        nowNs += 31 * SECOND_NS;
        neighbors.refresh();
        assertThat(probes).last().isEqualTo("3 192.0.2.11 " + MAC);
        neighbors.heard(LINK, address.high(), address.low(), MAC);
        nowNs += 31 * SECOND_NS;
        for (int i = 0; i < 4; i++) {
            neighbors.refresh();
        }
        assertThat(table.usable(slot, new Adjacency())).isFalse();
    }

    @Test
    void whatNobodyAskedForChangesNothing() {
        IpAddress address = IpAddress.parse("192.0.2.11");
        neighbors.heard(LINK, address.high(), address.low(), MAC);
        assertThat(table.find(LINK, address.high(), address.low())).isZero();
        assertThat(probes).isEmpty();
    }
}
