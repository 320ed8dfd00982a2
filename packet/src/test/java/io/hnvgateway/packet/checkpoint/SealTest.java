package io.hnvgateway.packet.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SealTest {
    private static final long ID = 0x1234_5678_9abc_def0L;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(32, 8);
    private final long seal = memory.address();

    @BeforeEach
    void register() {
        Memory.register(memory);
    }

    @AfterEach
    void free() {
        Memory.unregister(memory);
        arena.close();
    }

    @Test
    void aWrittenRecordIsIntact() {
        write(1, 2);
        assertThat(Seal.isIntact(seal, Seal.checksum(ID, 1, 2))).isTrue();
        write(3, 4);
        assertThat(Seal.isIntact(seal, Seal.checksum(ID, 3, 4))).isTrue();
    }

    private void write(long a, long b) {
        Seal.open(seal);
        Memory.putLongNative(seal + 8, a);
        Memory.putLongNative(seal + 16, b);
        Seal.set(seal, Seal.end(Seal.add(ID, seal + 8, 2)));
    }

    @Test
    void zeroedMemoryIsNotIntact() {
        assertThat(Seal.isIntact(seal, Seal.checksum(ID, 0, 0))).isFalse();
        assertThat(Seal.isIntact(seal, 0)).isFalse();
    }

    @Test
    void aRecordBeingWrittenIsNotIntact() {
        write(1, 2);
        Seal.open(seal);
        assertThat(Seal.isOpen(seal)).isTrue();
        assertThat(Seal.isIntact(seal, Seal.checksum(ID, 1, 2))).isFalse();
    }

    @Test
    void aRecordWhoseWriterDiedIsSealedByTheNextOne() {
        Seal.open(seal);
        Seal.open(seal);
        assertThat(Seal.isOpen(seal)).isTrue();
        write(5, 6);
        assertThat(Seal.isIntact(seal, Seal.checksum(ID, 5, 6))).isTrue();
    }

    @Test
    void theSequenceWraps() {
        Memory.putIntNative(seal, -2);
        write(1, 2);
        assertThat(Memory.getIntNative(seal)).isZero();
        assertThat(Seal.isIntact(seal, Seal.checksum(ID, 1, 2))).isTrue();
    }

    @Test
    void everyBitOfARecordAndOfTheTableIdCounts() {
        int sum = Seal.checksum(ID, 1, 2);
        for (int bit = 0; bit < Long.SIZE; bit++) {
            long flipped = 1L << bit;
            assertThat(Seal.checksum(ID, 1 ^ flipped, 2)).isNotEqualTo(sum);
            assertThat(Seal.checksum(ID, 1, 2 ^ flipped)).isNotEqualTo(sum);
            assertThat(Seal.checksum(ID ^ flipped, 1, 2)).isNotEqualTo(sum);
        }
        assertThat(Seal.checksum(ID, 2, 1)).isNotEqualTo(sum);
    }

    @Test
    void theFormsAgreeWithTheChain() {
        long chain = Seal.add(ID, 7);
        assertThat(Seal.checksum(ID, 7)).isEqualTo(Seal.end(chain));
        chain = Seal.add(chain, 8);
        assertThat(Seal.checksum(ID, 7, 8)).isEqualTo(Seal.end(chain));
        chain = Seal.add(chain, 9);
        assertThat(Seal.checksum(ID, 7, 8, 9)).isEqualTo(Seal.end(chain));
        chain = Seal.add(chain, 10);
        assertThat(Seal.checksum(ID, 7, 8, 9, 10)).isEqualTo(Seal.end(chain));
        chain = Seal.add(chain, 11);
        assertThat(Seal.checksum(ID, 7, 8, 9, 10, 11)).isEqualTo(Seal.end(chain));
    }

    @Test
    void aRenewedRecordIsThatOfTheStoreThatFollows() {
        write(1, 2);
        int before = Memory.getIntNative(seal);
        Seal.renew(seal, Seal.checksum(ID, 1, 3));
        assertThat(Memory.getIntNative(seal)).isEqualTo(before + 2);
        assertThat(Seal.isIntact(seal, Seal.checksum(ID, 1, 2))).isFalse();
        assertThat(Seal.isIntact(seal, Seal.checksum(ID, 1, 3))).isTrue();
    }
}
