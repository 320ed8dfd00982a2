package io.hnvgateway.dataplane.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/// The rings in plain memory: one side is the class under test, the other the test as the kernel.
class RingTest {
    private static final int SIZE = 4;
    private static final RingOffsets AT = new RingOffsets(0, 64, 128, 192);

    private final MemorySegment memory = Arena.ofAuto().allocate(128 + SIZE * 16 + 64, 8);
    private final ProducerRing producer = new ProducerRing(memory, AT, SIZE);
    private final ConsumerRing consumer = new ConsumerRing(memory, AT, SIZE);

    private int index(long at) {
        return memory.get(ValueLayout.JAVA_INT, at);
    }

    private void index(long at, int value) {
        memory.set(ValueLayout.JAVA_INT, at, value);
    }

    @Test
    void showsEntriesOnlyOncePublished() {
        producer.putDescriptor(4096, 60);
        assertThat(index(AT.producer())).isZero();
        assertThat(consumer.available(10)).isZero();
        producer.publish();
        assertThat(consumer.available(10)).isEqualTo(1);
        assertThat(consumer.descriptorOffset(0)).isEqualTo(4096);
        assertThat(consumer.descriptorLength(0)).isEqualTo(60);
    }

    @Test
    void hasNoRoomWhenFullUntilEntriesAreReleased() {
        for (int i = 0; i < SIZE; i++) {
            assertThat(producer.room(1)).isEqualTo(SIZE - i);
            producer.putDescriptor(i, i);
        }
        producer.publish();
        assertThat(producer.room(1)).isZero();
        assertThat(producer.pending()).isTrue();
        assertThat(consumer.available(3)).isEqualTo(3);
        consumer.release(3);
        assertThat(producer.room(1)).isEqualTo(3);
        assertThat(consumer.available(3)).isEqualTo(1);
        consumer.release(1);
        assertThat(producer.pending()).isFalse();
    }

    @Test
    void carriesManyEntriesInOrder() {
        for (int i = 0; i < 1000; i++) {
            producer.putAddress(i);
            producer.publish();
            assertThat(consumer.available(1)).isEqualTo(1);
            assertThat(consumer.address(0)).isEqualTo(i);
            consumer.release(1);
            assertThat(producer.room(SIZE)).isEqualTo(SIZE);
        }
    }

    @Test
    void believesNoIndexThatCannotBe() {
        index(AT.producer(), SIZE + 1);
        assertThat(consumer.available(10)).isZero();
        index(AT.consumer(), 7);
        assertThat(producer.room(SIZE + 1)).isZero();
    }

    @Test
    void tellsWhenTheKernelWantsToBeWoken() {
        assertThat(producer.needsWakeup()).isFalse();
        index(AT.flags(), 1);
        assertThat(producer.needsWakeup()).isTrue();
    }
}
