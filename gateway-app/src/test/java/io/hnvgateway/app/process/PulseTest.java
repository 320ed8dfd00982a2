package io.hnvgateway.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.supervise.Liveness;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PulseTest {
    /// Turns when it is woken, unless it hangs.
    private static final class FakeWorker implements Liveness.Turning {
        private long rounds;
        private boolean hangs;
        private boolean fails;

        @Override
        public String name() {
            return "worker";
        }

        @Override
        public long rounds() {
            if (fails) {
                throw new IllegalStateException("as a test wants it");
            }
            return rounds;
        }

        @Override
        public void wake() {
            rounds += hangs ? 0 : 1;
        }
    }

    private final FakeWorker first = new FakeWorker();
    private final FakeWorker second = new FakeWorker();
    private int beats;
    private int stops;
    private final Pulse pulse = new Pulse(_ -> beats++, () -> stops++, List.of(first, second));

    @Test
    void beatsAtOnceAndWhileAllWorkersTurn() {
        assertThat(beats).isEqualTo(1);
        pulse.lookAtWorkers();
        pulse.lookAtWorkers();
        assertThat(beats).isEqualTo(3);
    }

    @Test
    void aWorkerThatStandsTakesTheBeatAway() {
        pulse.lookAtWorkers();
        second.hangs = true;
        pulse.lookAtWorkers(); // it turned since the last time
        int before = beats;
        pulse.lookAtWorkers();
        pulse.lookAtWorkers();
        assertThat(beats).isEqualTo(before);
        second.hangs = false;
        pulse.lookAtWorkers(); // woken now
        pulse.lookAtWorkers();
        assertThat(beats).isEqualTo(before + 1);
        assertThat(stops).isZero();
    }

    @Test
    void theEndStopsItForGood() {
        pulse.end(false);
        pulse.lookAtWorkers();
        assertThat(stops).isEqualTo(1);
        assertThat(beats).isEqualTo(1);
    }

    @Test
    void beforeARestartTheLastBeatStands() {
        pulse.end(true);
        pulse.lookAtWorkers();
        assertThat(stops).isZero();
        assertThat(beats).isEqualTo(1);
    }

    /// Whatever keeps other threads busy.
    @Test
    void goesOnByItselfOnAThreadOfItsOwn() throws InterruptedException {
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        Pulse own =
                new Pulse(
                        _ -> threads.add(Thread.currentThread().getName()),
                        () -> stops++,
                        List.of(first, second));
        own.begin(1);
        assertThat(threads.take()).as("at once").isNotEqualTo(Pulse.THREAD);
        assertThat(threads.take()).isEqualTo(Pulse.THREAD);
        assertThat(threads.take()).isEqualTo(Pulse.THREAD);
        own.end(false);
        threads.clear();
        assertThat(threads.poll(20, TimeUnit.MILLISECONDS)).as("after the end").isNull();
        assertThat(stops).isEqualTo(1);
    }

    @Test
    void aFaultIsNotItsEnd() {
        first.fails = true;
        pulse.lookAtWorkers();
        first.fails = false;
        pulse.lookAtWorkers();
        pulse.lookAtWorkers();
        assertThat(beats).isGreaterThan(1);
    }
}
