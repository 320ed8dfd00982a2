package io.hnvgateway.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PulseTest {
    /// Turns when it is woken, unless it hangs.
    private static final class FakeWorker implements Liveness.Turning {
        private long rounds;
        private boolean hangs;

        @Override
        public long rounds() {
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
        pulse.eachSecond();
        pulse.eachSecond();
        assertThat(beats).isEqualTo(3);
    }

    @Test
    void aWorkerThatStandsTakesTheBeatAway() {
        pulse.eachSecond();
        second.hangs = true;
        pulse.eachSecond(); // it turned since the last time
        int before = beats;
        pulse.eachSecond();
        pulse.eachSecond();
        assertThat(beats).isEqualTo(before);
        second.hangs = false;
        pulse.eachSecond(); // woken now
        pulse.eachSecond();
        assertThat(beats).isEqualTo(before + 1);
        assertThat(stops).isZero();
    }

    @Test
    void theEndStopsItForGood() {
        pulse.end(false);
        pulse.eachSecond();
        assertThat(stops).isEqualTo(1);
        assertThat(beats).isEqualTo(1);
    }

    @Test
    void beforeARestartTheLastBeatStands() {
        pulse.end(true);
        pulse.eachSecond();
        assertThat(stops).isZero();
        assertThat(beats).isEqualTo(1);
    }
}
