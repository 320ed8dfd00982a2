package io.hnvgateway.packet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TcpHeader;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowCountersTest {
    private static final int SLOTS = 16;
    private static final long SECOND_NS = 1_000_000_000L;

    private final NativeMemory memory = new NativeMemory();
    private final MemorySegment cells = memory.allocate(SLOTS * FlowCounterLayout.BYTES, 64);
    private final Packet packet = new Packet();

    @AfterEach
    void free() {
        memory.close();
    }

    private FlowTable table(FlowCounters counters) {
        return new FlowTable(memory.slots(SLOTS), counters, 1, new AdjacencyReferences(0));
    }

    private static FlowKey key(int port) {
        return new FlowKey().set(1, 0x0a000004, 0xc6336401, port << 16 | 443, 17);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void countsPacketsAndIpBytesOfEachFlowAlone(boolean shared) {
        FlowTable table = table(new FlowCounters(cells, shared));
        long one = table.insert(key(1), new FlowAction(), SECOND_NS);
        long other = table.insert(key(2), new FlowAction(), SECOND_NS);
        packet.ipTotalBytes = 1400;
        table.carried(one, packet, SECOND_NS);
        packet.ipTotalBytes = 40;
        table.carried(one, packet, SECOND_NS);
        table.carried(other, packet, SECOND_NS);
        assertThat(table.packets(one)).isEqualTo(2);
        assertThat(table.bytes(one)).isEqualTo(1440);
        assertThat(table.packets(other)).isEqualTo(1);
        assertThat(table.bytes(other)).isEqualTo(40);
    }

    @Test
    void writesTheBytesThatCReads() {
        FlowTable table = table(new FlowCounters(cells, true));
        long entry = table.insert(key(1), new FlowAction(), SECOND_NS);
        packet.ipTotalBytes = 0x0102;
        table.carried(entry, packet, SECOND_NS);
        long at = cells.address() + (entry - table.entry(0)) / 64 * 16;
        assertThat(Memory.u64(at)).isEqualTo(0x0100_0000_0000_0000L);
        assertThat(Memory.u64(at + 8)).isEqualTo(0x0201_0000_0000_0000L);
    }

    @Test
    void anotherActionOfTheSameFlowCountsOn() {
        FlowTable table = table(new FlowCounters(cells, true));
        long entry = table.insert(key(1), new FlowAction(), SECOND_NS);
        table.carried(entry, packet, SECOND_NS);
        assertThat(table.insert(key(1), new FlowAction(), SECOND_NS)).isEqualTo(entry);
        table.carried(entry, packet, SECOND_NS);
        assertThat(table.packets(entry)).isEqualTo(2);
    }

    @Test
    void aFlowInAnothersPlaceBeginsAtZero() {
        FlowTable table = table(new FlowCounters(cells, true));
        List<Long> before =
                IntStream.range(0, SLOTS)
                        .mapToObj(port -> table.insert(key(port), new FlowAction(), SECOND_NS))
                        .toList();
        packet.ipTotalBytes = 99;
        before.forEach(entry -> table.carried(entry, packet, SECOND_NS));
        before.forEach(entry -> table.remove(entry, SECOND_NS));
        for (int port = 0; port < SLOTS; port++) {
            long entry = table.insert(key(100 + port), new FlowAction(), 3 * SECOND_NS);
            assertThat(before).contains(entry);
            assertThat(table.packets(entry)).isZero();
            assertThat(table.bytes(entry)).isZero();
        }
    }

    @Test
    void notesTheHighBitsOfTheLastAcknowledgement() {
        FlowTable table = table(FlowCounters.NONE);
        long entry = table.insert(key(1), new FlowAction(), SECOND_NS);
        packet.transport = memory.allocate(TcpHeader.BYTES, 8).address();
        packet.tcpFlags = TcpHeader.ACK;
        Memory.put32(packet.transport + 8, 0x8765_4321);
        table.carried(entry, packet, SECOND_NS);
        assertThat(FlowEntry.acknowledged(entry)).isEqualTo(0x8765_0000);
        packet.tcpFlags = TcpHeader.RST;
        Memory.put32(packet.transport + 8, 0x1111_1111);
        table.carried(entry, packet, SECOND_NS);
        assertThat(FlowEntry.acknowledged(entry)).isEqualTo(0x8765_0000);
    }

    @Test
    void aTableWithoutCountersCountsNothing() {
        FlowTable table = table(FlowCounters.NONE);
        long entry = table.insert(key(1), new FlowAction(), SECOND_NS);
        table.carried(entry, packet, SECOND_NS);
        assertThat(table.packets(entry)).isZero();
        assertThat(table.bytes(entry)).isZero();
    }

    @Test
    void refusesFewerCountersThanSlots() {
        MemorySegment half = cells.asSlice(0, cells.byteSize() / 2);
        assertThatThrownBy(() -> table(new FlowCounters(half, true)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
