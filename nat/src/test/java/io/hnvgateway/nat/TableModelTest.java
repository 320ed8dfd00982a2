package io.hnvgateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// The tables against maps of the library, with keys so few that chains grow long.
class TableModelTest {
    private static final int CAPACITY = 64;
    private static final int STEPS = 600;

    private static long memory() {
        MemorySegment memory = Arena.global().allocate(CAPACITY * 64L, 64);
        Memory.register(memory);
        return memory.address();
    }

    private record Endpoint(int compartment, int protocol, int address, int port) {}

    @Property(tries = 100)
    void mappingsAreFoundByBothEndpoints(@ForAll long seed) {
        var random = new Random(seed);
        var table = new MappingTable(memory(), CAPACITY, seed);
        Map<Endpoint, Integer> slots = new HashMap<>();
        for (int i = 0; i < STEPS; i++) {
            var key =
                    new Endpoint(
                            1 + random.nextInt(2),
                            random.nextBoolean() ? 6 : 17,
                            random.nextInt(5),
                            random.nextInt(6));
            Tuple t = tuple(key);
            Integer slot = slots.get(key);
            assertThat(table.firstInside(t)).isEqualTo(slot == null ? -1 : slot);
            assertThat(table.liveExternal(t)).isEqualTo(slot == null ? -1 : slot);
            if (slot != null) {
                table.remove(slot);
                slots.remove(key);
            } else {
                int added = table.add(t, MappingRecord.DYNAMIC, 7);
                assertThat(added == -1).isEqualTo(slots.size() == CAPACITY);
                if (added != -1) {
                    slots.put(key, added);
                }
            }
            assertThat(table.used()).isEqualTo(slots.size());
        }
    }

    private static Tuple tuple(Endpoint e) {
        var t = new Tuple();
        t.compartment = e.compartment;
        t.protocol = e.protocol;
        t.insideAddress = e.address;
        t.insidePort = e.port;
        t.externalAddress = 1000 * e.compartment + e.address;
        t.externalPort = 50_000 + e.port;
        return t;
    }

    private record Peer(int mapping, int address, int port) {}

    @Property(tries = 100)
    void sessionsAreFoundByEndpointAndByPeer(@ForAll long seed) {
        var random = new Random(seed);
        var table = new SessionTable(memory(), CAPACITY, seed);
        Map<Peer, Integer> slots = new HashMap<>();
        for (int i = 0; i < STEPS; i++) {
            var key = new Peer(random.nextInt(3), random.nextInt(4), random.nextInt(8));
            Tuple t = new Tuple();
            t.remoteAddress = key.address;
            t.remotePort = key.port;
            Integer slot = slots.get(key);
            assertThat(table.find(key.mapping, t)).isEqualTo(slot == null ? -1 : slot);
            boolean peerKnown =
                    slots.keySet().stream()
                            .anyMatch(k -> k.mapping == key.mapping && k.address == key.address);
            assertThat(table.firstOfPeer(key.mapping, key.address) != -1).isEqualTo(peerKnown);
            if (slot != null) {
                table.remove(slot);
                slots.remove(key);
            } else {
                int added = table.add(key.mapping, t, SessionRecord.ACTIVE);
                assertThat(added == -1).isEqualTo(slots.size() == CAPACITY);
                if (added != -1) {
                    slots.put(key, added);
                }
            }
        }
    }

    @Property(tries = 100)
    void hostsAreForgottenWithTheirLastMapping(@ForAll long seed) {
        var random = new Random(seed);
        var table = new HostTable(16, seed);
        Map<Integer, Integer> mappings = new HashMap<>();
        for (int i = 0; i < STEPS; i++) {
            int host = random.nextInt(24);
            int count = mappings.getOrDefault(host, 0);
            assertThat(table.find(3, host) != HostTable.NONE).isEqualTo(count > 0);
            if (count > 0 && random.nextBoolean()) {
                table.removeMapping(3, host);
                mappings.merge(host, -1, (a, b) -> a + b == 0 ? null : a + b);
            } else if (table.claim(3, host, host + 100) != HostTable.NONE) {
                mappings.merge(host, 1, Integer::sum);
                assertThat(table.external(table.find(3, host))).isEqualTo(host + 100);
            } else {
                assertThat(mappings).hasSize(16);
            }
        }
    }
}
