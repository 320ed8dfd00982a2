package io.hnvgateway.app.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.AdjacencyReferences;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTable;
import io.hnvgateway.packet.flow.FlowTables;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnershipSweepTest {
    private static final int SLOTS = 1 << 17;
    private static final int VM = 0x0a00000a;
    private static final int GENERATION = 9;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory = arena.allocate(64L * SLOTS, 64);
    private final MemorySegment memory6 = arena.allocate(128L * 1024, 128);
    private final FlowTables flows =
            new FlowTables(
                    new FlowTable(memory, 1),
                    FlowTable.ipv6(memory6, 1, new AdjacencyReferences(0)));
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final OwnershipSweep sweep = new OwnershipSweep(flows, tasks::add);
    private final FlowAction action = new FlowAction();

    @AfterEach
    void close() {
        Memory.unregister(memory);
        Memory.unregister(memory6);
        arena.close();
    }

    @Test
    void onlyFlowsToOrFromWhatChangedAreInDoubt() {
        long to = flow(VM, IpAddress.parse("198.51.100.7"));
        long from = flow(IpAddress.parse("198.51.100.9").ipv4Bits(), IpAddress.ofIpv4(1));
        long other = flow(VM, IpAddress.parse("198.51.101.7"));
        long ipv6 = flow6("2001:db8::7");
        long otherIpv6 = flow6("2001:db9::7");

        sweep.changed(Set.of(IpPrefix.parse("198.51.100.0/24"), IpPrefix.parse("2001:db8::/32")));
        run();

        assertThat(generation(to)).isNotEqualTo(GENERATION);
        assertThat(generation(from)).isNotEqualTo(GENERATION);
        assertThat(generation(ipv6)).isNotEqualTo(GENERATION);
        assertThat(generation(other)).isEqualTo(GENERATION);
        assertThat(generation(otherIpv6)).isEqualTo(GENERATION);
        assertThat(flows.live()).as("entries stay, for the slow path to mend").isEqualTo(5);
    }

    @Test
    void aFlowThatAWorkerInstalledMeanwhileIsFoundTheSecondTime() {
        flow(VM, IpAddress.ofIpv4(1));
        sweep.changed(Set.of(IpPrefix.parse("198.51.100.7/32")));
        run();
        long late = flow(VM, IpAddress.parse("198.51.100.7"));
        sweep.again();
        run();
        assertThat(generation(late)).isNotEqualTo(GENERATION);
        long decidedAnew = flow(VM, IpAddress.parse("198.51.100.7"));
        sweep.again();
        run();
        assertThat(generation(decidedAnew)).isEqualTo(GENERATION);
    }

    @Test
    void aSweepGoesInSlices() {
        flow(VM, IpAddress.ofIpv4(1));
        sweep.changed(Set.of(IpPrefix.parse("198.51.100.7/32")));
        assertThat(run()).isEqualTo(4);
    }

    private int run() {
        int ran = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            ran++;
        }
        return ran;
    }

    private long flow(int source, IpAddress destination) {
        FlowKey key = new FlowKey().set(3, source, destination.ipv4Bits(), 0, IpProtocol.UDP);
        action.clear();
        action.generation = GENERATION;
        return flows.insert(key, action, 0);
    }

    private long flow6(String destination) {
        IpAddress address = IpAddress.parse(destination);
        FlowKey key =
                new FlowKey()
                        .setIpv6(3, 0, IpProtocol.UDP)
                        .source(1, 1)
                        .destination(address.high(), address.low());
        action.clear();
        action.generation = GENERATION;
        return flows.insert(key, action, 0);
    }

    private int generation(long entry) {
        assertThat(flows.read(entry, new FlowKey(), action)).isTrue();
        return action.generation;
    }
}
