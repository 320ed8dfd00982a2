package io.hnvgateway.dataplane.afpacket;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The packet rings in plain memory, with the test as the kernel.
class PacketRingTest {
    private static final int BLOCK = 4096;
    private static final int STATUS = 8;
    private static final int PACKETS = 12;
    private static final int FIRST = 16;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory = arena.allocate(4L * BLOCK, 4096);
    private final ReceiveRing ring = new ReceiveRing(memory.asSlice(0, 2L * BLOCK), BLOCK);

    @BeforeEach
    void register() {
        Memory.register(memory);
    }

    @AfterEach
    void unregister() {
        Memory.unregister(memory);
        arena.close();
    }

    private void put(long at, int value) {
        memory.set(ValueLayout.JAVA_INT, at, value);
    }

    private int get(long at) {
        return memory.get(ValueLayout.JAVA_INT, at);
    }

    /// A block of two packets, handed over.
    private void fillBlock(int block) {
        long at = (long) block * BLOCK;
        put(at + PACKETS, 2);
        put(at + FIRST, 48);
        packet(at + 48, 256, 60);
        packet(at + 48 + 256, 0, 61);
        put(at + STATUS, 1);
    }

    private void packet(long at, int next, int length) {
        put(at, next);
        put(at + 12, length);
        put(at + 16, length);
        memory.set(ValueLayout.JAVA_SHORT, at + 24, (short) 82);
    }

    @Test
    void walksThePacketsOfABlockAndGivesItBack() {
        fillBlock(0);
        assertThat(ring.advance()).isTrue();
        assertThat(ring.length()).isEqualTo(60);
        assertThat(ring.address()).isEqualTo(memory.address() + 48 + 82);
        assertThat(ring.advance()).isTrue();
        assertThat(ring.length()).isEqualTo(61);
        assertThat(get(STATUS)).as("held while it is read").isEqualTo(1);
        assertThat(ring.advance()).isFalse();
        assertThat(get(STATUS)).isZero();
    }

    @Test
    void goesOnWithTheNextBlockAndThenTheFirst() {
        for (int round = 0; round < 3; round++) {
            fillBlock(round % 2);
            assertThat(ring.advance()).isTrue();
            assertThat(ring.advance()).isTrue();
            assertThat(ring.advance()).isFalse();
        }
    }

    @Test
    void leavesABlockWhoseNumbersPointOutside() {
        fillBlock(0);
        put(48, BLOCK * 3);
        fillBlock(1);
        put(BLOCK + FIRST, -5);
        assertThat(ring.advance()).isTrue();
        assertThat(ring.advance()).isFalse();
        assertThat(ring.corruptBlocks()).isEqualTo(2);
    }

    @Test
    void refusesAPacketThatDoesNotFitTheBlock() {
        fillBlock(0);
        packet(48, 256, BLOCK);
        assertThat(ring.advance()).isTrue();
        assertThat(ring.length()).isEqualTo(-1);
        assertThat(ring.advance()).isTrue();
        assertThat(ring.length()).isEqualTo(61);
    }

    @Test
    void refusesACutPacket() {
        fillBlock(0);
        put(48 + 16, 9000);
        assertThat(ring.advance()).isTrue();
        assertThat(ring.length()).isEqualTo(-1);
    }

    @Test
    void tellsTheTagThatWasTakenOut() {
        fillBlock(0);
        put(48 + 20, 1 << 4);
        put(48 + 32, 7);
        assertThat(ring.advance()).isTrue();
        assertThat(ring.vlanTag()).isEqualTo(0x8100_0007);
    }

    @Test
    void isFullUntilTheKernelHasSent() {
        MemorySegment slots = memory.asSlice(2L * BLOCK, 2L * BLOCK);
        TransmitRing transmit = new TransmitRing(slots);
        long frame = memory.address() + 100;
        assertThat(transmit.offer(frame, 60)).isTrue();
        assertThat(transmit.offer(frame, 60)).isTrue();
        assertThat(transmit.offer(frame, 60)).isFalse();
        assertThat(transmit.pending()).isTrue();
        assertThat(slots.get(ValueLayout.JAVA_INT, 0)).isEqualTo(1);
        slots.set(ValueLayout.JAVA_INT, 0, 0);
        assertThat(transmit.pending()).isTrue();
        slots.set(ValueLayout.JAVA_INT, BLOCK, 2);
        assertThat(transmit.pending()).as("the kernel is sending it").isFalse();
        assertThat(transmit.offer(frame, 60)).isTrue();
        slots.set(ValueLayout.JAVA_INT, BLOCK, 4);
        assertThat(transmit.offer(frame, 60)).isTrue();
        assertThat(transmit.refused()).isEqualTo(1);
    }
}
