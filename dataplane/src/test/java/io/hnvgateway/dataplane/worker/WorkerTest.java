package io.hnvgateway.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.cores.WorkerCore;
import io.hnvgateway.dataplane.port.InMemoryPort;
import io.hnvgateway.dataplane.sys.Affinity;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FrameHandler;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Port;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkerTest {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment frames = arena.allocate(64L * 4096, 4096);
    private final FramePool pool = registered();
    private final InMemoryPort left = new InMemoryPort(0, "left", 1, pool);
    private final InMemoryPort right = new InMemoryPort(1, "right", 2, pool);

    private FramePool registered() {
        Memory.register(frames);
        return new FramePool(frames);
    }

    @AfterEach
    void free() {
        Memory.unregister(frames);
        arena.close();
    }

    /// Sends what comes from one port out of the other.
    private class Crossing implements FrameHandler {
        final CountDownLatch forwarded = new CountDownLatch(3);

        @Override
        public void onBatch(Port port, FrameBatch batch, long nowNs) {
            Port out = port == left ? right : left;
            for (int i = 0; i < batch.size(); i++) {
                out.transmit(batch.address(i), batch.length(i));
                forwarded.countDown();
            }
        }

        @Override
        public int doWork(long nowNs) {
            return 0;
        }
    }

    @Test
    void carriesFramesFromPortToPort() throws InterruptedException {
        Crossing crossing = new Crossing();
        left.inject(new byte[60]);
        left.inject(new byte[61]);
        right.inject(new byte[62]);
        try (Worker worker = new Worker("w", List.of(left, right), crossing, _ -> {}).start()) {
            assertThat(crossing.forwarded.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(worker.internalErrors()).isZero();
        }
        assertThat(right.sent()).extracting(f -> f.bytes().length).containsExactly(60, 61);
        assertThat(left.sent()).extracting(f -> f.bytes().length).containsExactly(62);
        assertThat(pool.available()).isEqualTo(pool.capacity());
    }

    @Test
    void runsCommandsOnItsOwnThread() throws Exception {
        CompletableFuture<Thread> ranOn = new CompletableFuture<>();
        try (Worker worker = new Worker("w7", List.of(left), new Crossing(), _ -> {}).start()) {
            worker.send(() -> ranOn.complete(Thread.currentThread()));
            assertThat(ranOn.get().getName()).isEqualTo("w7");
        }
    }

    @Test
    void showsProgressWhileItRests() throws InterruptedException {
        try (Worker worker = new Worker("w", List.of(left), new Crossing(), _ -> {}).start()) {
            long before = worker.rounds();
            while (worker.rounds() < before + 10) {
                Thread.sleep(1);
            }
        }
    }

    @Test
    void toleratesAFaultButEndsWhenTheyDoNotCease() throws Exception {
        CompletableFuture<Throwable> death = new CompletableFuture<>();
        Crossing faulty =
                new Crossing() {
                    @Override
                    public int doWork(long nowNs) {
                        throw new IllegalStateException("expected by the test");
                    }
                };
        Worker worker = new Worker("w", List.of(left), faulty, death::complete).start();
        assertThat(death.get()).hasMessage("expected by the test");
        assertThat(worker.internalErrors()).isGreaterThan(1);
        worker.close();
        assertThat(worker.alive()).isFalse();
    }

    @Test
    void runsOnItsCoreAndLeavesItsStarterWhereItWas() throws Exception {
        NavigableSet<Integer> allowed = Affinity.ofThread();
        WorkerCore last = new WorkerCore(allowed.last(), "chosen");
        try (Worker worker =
                new Worker("w", List.of(left), new Crossing(), _ -> {}).on(last).start()) {
            assertThat(coresOf(worker)).containsExactly(last.core());
            assertThat(worker.place()).isEqualTo(last);
        }
        assertThat(Affinity.ofThread()).isEqualTo(allowed);
    }

    @Test
    void runsAnywhereWhereItsCoreIsRefused() throws Exception {
        WorkerCore missing = new WorkerCore(Affinity.MOST_CORES - 1, "chosen");
        assertThat(Affinity.permits(missing.core())).isFalse();
        try (Worker worker =
                new Worker("w", List.of(left), new Crossing(), _ -> {}).on(missing).start()) {
            assertThat(coresOf(worker)).isEqualTo(Affinity.ofThread());
            assertThat(worker.place().isBound()).isFalse();
            assertThat(worker.place().reason()).startsWith("core 8191 was refused: ");
        }
    }

    private static NavigableSet<Integer> coresOf(Worker worker) throws Exception {
        CompletableFuture<NavigableSet<Integer>> cores = new CompletableFuture<>();
        worker.send(() -> cores.complete(Affinity.ofThread()));
        return cores.get(20, TimeUnit.SECONDS);
    }
}
