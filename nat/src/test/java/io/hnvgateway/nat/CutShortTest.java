package io.hnvgateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A process may be killed between any two stores: no record that others rely on is lost by that,
/// and none that was about to come or go is taken for damaged.
class CutShortTest {
    private static final int CAPACITY = 16;
    private static final long SEED = 7;
    private static final int NOW = 1 << 20;
    private static final int LOOKS = 2_000_000;

    private final Tuple tuple = new Tuple();
    private Arena arena;
    private MemorySegment memory;
    private MemorySegment copy;

    @BeforeEach
    void map() {
        arena = Arena.ofShared();
        memory = arena.allocate((long) CAPACITY * MappingRecord.BYTES, 64);
        Memory.register(memory);
        copy = arena.allocate(MappingRecord.BYTES, 64);
        Memory.register(copy);
        tuple.compartment = 1;
        tuple.protocol = 17;
        tuple.insideAddress = NatLab.X;
        tuple.insidePort = 1000;
        tuple.externalAddress = NatLab.P;
        tuple.externalPort = 2000;
        tuple.remoteAddress = NatLab.E1;
        tuple.remotePort = 443;
    }

    @AfterEach
    void free() {
        Memory.unregister(memory);
        Memory.unregister(copy);
        arena.close();
    }

    private MappingTable mappings() {
        return new MappingTable(memory.address(), CAPACITY, SEED);
    }

    private SessionTable sessions() {
        return new SessionTable(memory.address(), CAPACITY, SEED);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1", "1, 3", "3, 1"})
    void aMappingWhoseStateChangesStands(int before, int after) {
        MappingTable table = mappings();
        int slot = table.add(tuple, MappingRecord.DYNAMIC, 1);
        table.state(slot, before);
        table.state(slot, after);
        long m = table.address(slot);
        MappingRecord.state(m, before); // the last store did not come
        assertThat(mappings().proves(slot)).isTrue();
        assertThat(MappingRecord.state(m)).isEqualTo(after);
    }

    @Test
    void aMappingOfWhichASessionEndsStands() {
        MappingTable table = mappings();
        int slot = table.add(tuple, MappingRecord.DYNAMIC, 1);
        long m = table.address(slot);
        MappingRecord.endedCoarse(m, NOW); // the first store
        assertThat(mappings().proves(slot)).isTrue();
        table.endedUnclosed(slot, NOW);
        MappingRecord.unclosed(m, false); // the last one did not come
        assertThat(mappings().proves(slot)).isTrue();
        assertThat(MappingRecord.unclosed(m)).isTrue();
        assertThat(MappingRecord.endedCoarse(m)).isEqualTo(NOW);
    }

    @ParameterizedTest
    @ValueSource(ints = {TcpState.ESTABLISHED, TcpState.INSIDE_FIN, TcpState.TRANSITORY})
    void aSessionWhoseStateChangesStands(int after) {
        SessionTable table = sessions();
        int slot = table.add(0, tuple, TcpState.INSIDE_SYN);
        table.state(slot, after);
        long s = table.address(slot);
        SessionRecord.state(s, TcpState.INSIDE_SYN);
        assertThat(sessions().proves(slot)).isTrue();
        assertThat(SessionRecord.state(s)).isEqualTo(after);
    }

    @Test
    void atNoMomentIsThereAMappingThatIsNotProved() throws InterruptedException {
        MappingTable table = mappings();
        MappingTable seen = new MappingTable(copy.address(), 1, SEED);
        assertAlways(
                MappingRecord.seal(0),
                () -> {
                    int slot = table.add(tuple, MappingRecord.DYNAMIC, 1);
                    table.state(slot, MappingRecord.QUARANTINED);
                    table.state(slot, MappingRecord.LIVE);
                    table.endedUnclosed(slot, NOW);
                    table.state(slot, MappingRecord.ENDING);
                    table.remove(slot);
                },
                () -> MappingRecord.state(copy.address()) == MappingRecord.FREE || seen.proves(0));
    }

    @Test
    void atNoMomentIsThereASessionThatIsNotProved() throws InterruptedException {
        SessionTable table = sessions();
        SessionTable seen = new SessionTable(copy.address(), 1, SEED);
        assertAlways(
                SessionRecord.seal(0),
                () -> {
                    int slot = table.add(0, tuple, TcpState.INSIDE_SYN);
                    table.state(slot, TcpState.ESTABLISHED);
                    table.state(slot, TcpState.BOTH_FIN);
                    table.remove(slot);
                },
                () -> SessionRecord.state(copy.address()) == SessionRecord.FREE || seen.proves(0));
    }

    /// Looks at the first record while it changes all the time. Between two seals at most one field
    /// changes, so a copy under one seal is what a kill would have left.
    private void assertAlways(long seal, Runnable changes, BooleanSupplier holds)
            throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread writer =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!over.get()) {
                                changes.run();
                            }
                        });
        try {
            for (int looks = 0; looks < LOOKS; looks++) {
                long before = Memory.getLongNative(memory.address() + seal);
                VarHandle.fullFence();
                MemorySegment.copy(memory, 0, copy, 0, copy.byteSize());
                VarHandle.fullFence();
                if (Memory.getLongNative(memory.address() + seal) == before) {
                    assertThat(holds.getAsBoolean()).isTrue();
                }
            }
        } finally {
            over.set(true);
            writer.join();
        }
    }

    @Test
    void noOtherValueIsTakenForAChange() {
        MappingTable table = mappings();
        int slot = table.add(tuple, MappingRecord.DYNAMIC, 1);
        long m = table.address(slot);
        for (long at : new long[] {m + 1, m + 2, m + 4, m + 8, m + 16, m + 48}) {
            Memory.put8(at, Memory.u8(at) ^ 1);
            assertThat(mappings().proves(slot)).as("byte %d", at - m).isFalse();
            Memory.put8(at, Memory.u8(at) ^ 1);
        }
        assertThat(mappings().proves(slot)).isTrue();
    }
}
