package io.hnvgateway.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FramePoolTest {
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        arena.close();
    }

    private MemorySegment area(int frames) {
        return arena.allocate((long) frames * FramePool.FRAME_BYTES, FramePool.FRAME_BYTES);
    }

    @Test
    void theWholeAreaIsDividedAndEveryFrameHasOneHome() {
        List<FramePool> pools = FramePool.divide(area(10), 3, 5, 2);
        Set<Long> seen = new HashSet<>();
        for (FramePool pool : pools) {
            for (long frame = pool.allocate(); frame != 0; frame = pool.allocate()) {
                assertThat(seen.add(frame)).isTrue();
            }
        }
        assertThat(seen).hasSize(10);
    }

    @Test
    void sharesMustNameEveryFrame() {
        assertThatThrownBy(() -> FramePool.divide(area(10), 3, 5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFrameOfAnotherHomeReturnsThere() {
        List<FramePool> pools = FramePool.divide(area(8), 4, 4);
        long frame = pools.get(0).allocate();
        pools.get(1).free(frame + 300);
        assertThat(pools.get(1).available()).isEqualTo(4);
        assertThat(pools.get(0).available()).as("looks for them, being short").isEqualTo(4);
        assertThat(frames(pools.get(0))).contains(frame);
    }

    @Test
    void anEmptyPoolTakesInWhatCameHome() {
        List<FramePool> pools = FramePool.divide(area(8), 4, 4);
        List<Long> all = frames(pools.get(0));
        all.forEach(pools.get(1)::free);
        assertThat(frames(pools.get(0))).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aFrameOfNoHomeIsRefused() {
        FramePool pool = new FramePool(area(2));
        assertThatThrownBy(() -> pool.free(4096)).isInstanceOf(IllegalArgumentException.class);
    }

    /// Frames wander from each worker to the next, which frees them.
    @Test
    @Timeout(60)
    void afterEverythingAllPoolsAreFull() throws Exception {
        int workers = 3;
        int framesOfEach = 64;
        List<FramePool> pools = FramePool.divide(area(workers * framesOfEach), 64, 64, 64);
        List<BlockingQueue<Long>> ways = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            ways.add(new ArrayBlockingQueue<>(workers * framesOfEach));
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            FramePool pool = pools.get(i);
            BlockingQueue<Long> in = ways.get(i);
            BlockingQueue<Long> out = ways.get((i + 1) % workers);
            threads.add(Thread.ofPlatform().start(() -> wander(pool, in, out)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (int i = 0; i < workers; i++) {
            FramePool pool = pools.get(i);
            ways.get(i).forEach(pool::free);
        }
        for (FramePool pool : pools) {
            pool.collect();
            assertThat(pool.available()).isEqualTo(framesOfEach);
            assertThat(new HashSet<>(frames(pool))).hasSize(framesOfEach);
        }
    }

    private static void wander(FramePool pool, BlockingQueue<Long> in, BlockingQueue<Long> out) {
        for (int i = 0; i < 200_000; i++) {
            long frame = pool.allocate();
            if (frame != 0) {
                out.add(frame);
            }
            Long came = in.poll();
            if (came != null) {
                pool.free(came);
            }
        }
    }

    private static List<Long> frames(FramePool pool) {
        List<Long> frames = new ArrayList<>();
        for (long frame = pool.allocate(); frame != 0; frame = pool.allocate()) {
            frames.add(frame);
        }
        return frames;
    }
}
