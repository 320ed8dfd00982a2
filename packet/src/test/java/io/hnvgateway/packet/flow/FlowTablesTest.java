package io.hnvgateway.packet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.packet.Packet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowTablesTest {
    private final NativeMemory memory = new NativeMemory();
    private final FlowTable ipv4 = memory.table(false, 32, 1);
    private final FlowTable ipv6 = memory.table(true, 16, 1);
    private final FlowTables tables = new FlowTables(ipv4, ipv6);
    private final FlowAction found = new FlowAction();

    @AfterEach
    void free() {
        memory.close();
    }

    @Test
    void anEntrysAddressTellsItsTable() {
        for (boolean family : new boolean[] {false, true}) {
            FlowKey key = Flows.key(family, 5);
            FlowTable table = family ? ipv6 : ipv4;
            long entry = tables.insert(key, Flows.action(key, 1), 0);
            assertThat(table.holds(entry)).isTrue();
            assertThat(tables.of(entry)).isSameAs(table);
            assertThat(table.live()).isEqualTo(1);
            tables.update(entry, Flows.action(key, 2));
            FlowKey copy = new FlowKey();
            assertThat(tables.read(entry, copy, found)).isTrue();
            assertThat(copy).hasToString(key.toString());
            assertThat(found.session).isEqualTo(2);
            assertThat(Flows.isWhole(found, key)).isTrue();
            assertThat(tables.remove(entry, 0)).isTrue();
            assertThat(table.tombstones()).isEqualTo(1);
        }
        assertThat(tables.live()).isZero();
        assertThat(tables.tombstones()).isEqualTo(2);
    }

    /// The first lines of both entries are the same bytes.
    @Test
    void familiesWithTheSameFirstLineDoNotMeet() {
        FlowKey six = new FlowKey().setIpv6(3, 443, 6).source(0, 5).destination(0, 6);
        FlowKey four = new FlowKey().set(3, 5, 6, 443, 6);
        assertThat(six.word0()).isEqualTo(four.word0());
        assertThat(six.word1()).isEqualTo(four.word1());
        tables.insert(six, new FlowAction(), 0);
        assertThat(tables.find(four, found)).isZero();
        assertThat(tables.find(six, tables.hash(six), found)).isNotZero();
    }

    @Test
    void aKeyThatIsUsedAgainForAPacketOfTheOtherFamilyForgetsTheFirst() {
        Packet p = new Packet();
        p.ipv6 = true;
        p.ipv6SourceHigh = 1;
        FlowKey key = new FlowKey().set(p);
        tables.insert(key, new FlowAction(), 0);
        p.ipv6 = false;
        p.source = 1;
        assertThat(tables.find(key.set(p), found)).isZero();
        p.ipv6 = true;
        assertThat(tables.find(key.set(p), found)).isNotZero();
    }

    @Test
    void refusesTablesOfOneFamily() {
        assertThatThrownBy(() -> new FlowTables(ipv6, ipv6))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FlowTables(ipv4, ipv4))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
