package io.hnvgateway.app.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.dataplane.netlink.InMemoryKernelMirror;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelNeighbor;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KernelNeighborsTest {
    private static final long ADDRESS = IpAddress.mapped(0xC63364FF);
    private static final long BROADCAST = 0xFFFF_FFFF_FFFFL;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(64 * 16, 64);
    private final AdjacencyTable adjacencies = new AdjacencyTable(memory);

    @AfterEach
    void close() {
        Memory.unregister(memory);
        arena.close();
    }

    @Test
    void usesTheMacThatTheKernelKnows() {
        assertThat(resolves(0x02000000AAAAL, KernelNeighbor.State.PERMANENT)).isTrue();
    }

    @Test
    void takesNoBroadcastAddressForANeighbor() {
        assertThat(resolves(BROADCAST, KernelNeighbor.State.NO_ARP)).isFalse();
    }

    @Test
    void takesNoNeighborOfTheKernelForOneInAVlanOfTheGateway() {
        PortPlan tagged = new PortPlan(0, "front", false, true, 7, List.of());
        assertThat(resolves(tagged, 0x02000000AAAAL, KernelNeighbor.State.PERMANENT)).isFalse();
    }

    private boolean resolves(long macAddress, KernelNeighbor.State state) {
        return resolves(new PortPlan(0, "front", false, true), macAddress, state);
    }

    private boolean resolves(PortPlan link, long macAddress, KernelNeighbor.State state) {
        var mirror = new InMemoryKernelMirror(kernel(macAddress, state));
        var kernel = new KernelNeighbors(mirror, List.of(link), Runnable::run);
        var table = new NeighborTable(adjacencies, kernel);
        kernel.serve(table);
        table.link(0, new NeighborTable.Link(0x020000000001L, 1500));
        int slot = table.want(0, 0, ADDRESS);
        kernel.changed(mirror.state());
        return table.usable(slot, new Adjacency());
    }

    private static KernelState kernel(long macAddress, KernelNeighbor.State state) {
        IpAddress address = IpAddress.parse("198.51.100.255");
        return new KernelState(
                Map.of(1, new KernelLink(1, "front", 0x020000000001L, 1500, true)),
                List.of(),
                List.of(),
                Map.of(
                        new KernelState.NeighborKey(1, address),
                        new KernelNeighbor(1, address, macAddress, state)));
    }
}
