package io.hnvgateway.compartments;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Verdict;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CompartmentStateTest {
    private static final int WORKERS = 4;

    private final CompartmentState state = new CompartmentState();

    @Test
    void sumsUpWhatTheWorkersCount() {
        for (int worker = WORKERS - 1; worker >= 0; worker--) {
            state.counters(worker).countDrop(DropReason.NO_ROUTE);
            state.counters(worker).add(Total.RECEIVED_FRAMES, worker);
        }
        state.counters().add(Total.RECEIVED_FRAMES, 100);
        assertThat(state.counters().drops(DropReason.NO_ROUTE)).isEqualTo(WORKERS);
        assertThat(state.counters().verdicts(Verdict.DROP)).isEqualTo(WORKERS);
        assertThat(state.counters().total(Total.RECEIVED_FRAMES)).isEqualTo(106);
    }

    @Test
    void noCountIsLostAndNoLimitGrowsWithTheWorkers() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        Thread[] threads = new Thread[WORKERS];
        for (int i = 0; i < WORKERS; i++) {
            int worker = i;
            threads[i] = Thread.ofPlatform().start(() -> work(worker, start, taken));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(state.counters().total(Total.RECEIVED_BYTES)).isEqualTo(WORKERS * 100_000);
        assertThat(state.flowEntries()).isEqualTo(WORKERS * 100_000);
        assertThat(taken.get()).as("one burst of errors, not one a worker").isEqualTo(50);
    }

    private void work(int worker, CountDownLatch start, AtomicInteger taken) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        for (int i = 0; i < 100_000; i++) {
            state.counters(worker).add(Total.RECEIVED_BYTES, 1);
            state.addFlowEntries(false, 1);
            if (state.icmpErrors().tryTake(7)) {
                taken.getAndIncrement();
            }
        }
    }
}
