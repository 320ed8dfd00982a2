package io.hnvgateway.dataplane.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InMemoryPortTest {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment frames = arena.allocate(2L * 4096, 4096);
    private final FramePool pool = registered();
    private final FrameBatch batch = new FrameBatch();
    private long nowNs;
    private final InMemoryPort port = new InMemoryPort(3, "port", 7, pool, () -> nowNs);

    private FramePool registered() {
        Memory.register(frames);
        return new FramePool(frames);
    }

    @AfterEach
    void unregister() {
        Memory.unregister(frames);
        arena.close();
    }

    @Test
    void receivesWhatWasInjectedWithHeadroomBeforeIt() {
        port.inject(new byte[] {1, 2, 3});
        assertThat(port.receive(batch)).isEqualTo(1);
        assertThat(batch.length(0)).isEqualTo(3);
        assertThat(batch.address(0) % 4096).isEqualTo(FramePool.HEADROOM_BYTES);
        assertThat(Memory.u8(batch.address(0) + 2)).isEqualTo(3);
    }

    @Test
    void tellsWhatWasSentAndWhenAndReturnsTheFrame() {
        long frame = pool.allocate();
        Memory.put8(frame, 9);
        nowNs = 42;
        assertThat(port.transmit(frame, 1)).isTrue();
        assertThat(port.takeSent())
                .singleElement()
                .satisfies(s -> assertThat(s.bytes()).containsExactly(9))
                .satisfies(s -> assertThat(s.atNs()).isEqualTo(42));
        assertThat(port.sent()).isEmpty();
        assertThat(pool.available()).isEqualTo(2);
    }

    @Test
    void leavesTheFrameToTheCallerWhenItsRingIsFull() {
        port.transmitRoom(0);
        long frame = pool.allocate();
        assertThat(port.transmit(frame, 1)).isFalse();
        assertThat(pool.available()).isEqualTo(1);
        assertThat(port.statistics().transmitRingFull()).isEqualTo(1);
    }

    @Test
    void losesAndCountsFramesWhenThePoolIsEmptyOrTheyAreTooLong() {
        port.inject(new byte[4000]);
        for (int i = 0; i < 3; i++) {
            port.inject(new byte[60]);
        }
        assertThat(port.receive(batch)).isEqualTo(2);
        assertThat(port.statistics().lostTooLong()).isEqualTo(1);
        assertThat(port.statistics().lostNoFrame()).isEqualTo(1);
    }
}
