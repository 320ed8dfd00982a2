package io.hnvgateway.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Time goes on only while the strategy rests, so that rests are what is counted.
class IdleStrategyTest {
    private static final long MS = 1_000_000;

    private final FakeRest rest = new FakeRest();
    private final IdleStrategy strategy = new IdleStrategy(rest, () -> rest.nowNs);

    /// Frames come at times given, and end a rest.
    private static final class FakeRest implements IdleStrategy.Rest {
        private long nowNs;
        private long nextFrameNs = Long.MAX_VALUE;
        private int rests;
        private int longestMs;
        private boolean announced;

        @Override
        public void announce() {
            announced = true;
        }

        @Override
        public void await(int mostMs) {
            assertThat(announced).as("announced before it rests").isTrue();
            rests++;
            longestMs = Math.max(longestMs, mostMs);
            nowNs = Math.min(nowNs + mostMs * MS, Math.max(nowNs, nextFrameNs));
        }

        @Override
        public void awake() {
            announced = false;
        }
    }

    private void idle(int rounds) {
        for (int i = 0; i < rounds; i++) {
            strategy.idle(0, Integer.MAX_VALUE);
        }
    }

    /// Rounds until the next frame is there, then one that takes it.
    private int restsUntilFrame(long afterNs) {
        int before = rest.rests;
        rest.nextFrameNs = rest.nowNs + afterNs;
        do {
            strategy.idle(0, Integer.MAX_VALUE);
        } while (rest.nowNs < rest.nextFrameNs);
        strategy.idle(1, Integer.MAX_VALUE);
        return rest.rests - before;
    }

    @Test
    void aWorkerUnderLoadNeverRests() {
        for (int i = 0; i < 10_000; i++) {
            strategy.idle(1, Integer.MAX_VALUE);
            idle(IdleStrategy.LEAST_ROUNDS);
        }
        assertThat(rest.rests).isZero();
        assertThat(rest.announced).isFalse();
    }

    @Test
    void looksForWorkOnceMoreAfterItAnnouncedItsRest() {
        idle(IdleStrategy.LEAST_ROUNDS + 1);
        assertThat(rest.announced).isTrue();
        assertThat(rest.rests).isZero();
        idle(1);
        assertThat(rest.rests).isEqualTo(1);
    }

    @Test
    void workInThatLastLookCallsTheRestOff() {
        idle(IdleStrategy.LEAST_ROUNDS + 1);
        strategy.idle(1, Integer.MAX_VALUE);
        assertThat(rest.announced).isFalse();
        idle(IdleStrategy.LEAST_ROUNDS);
        assertThat(rest.rests).isZero();
    }

    @Test
    void anIdleWorkerWakesSeldom() {
        while (rest.nowNs < 10_000 * MS) {
            idle(1);
        }
        assertThat(rest.rests).isLessThan(10_000 / IdleStrategy.LONGEST_REST_MS + 10);
    }

    @Test
    void restsNoLongerThanTheHandlersTimersAllow() {
        while (rest.nowNs < 100 * MS) {
            strategy.idle(0, 1);
        }
        assertThat(rest.longestMs).isEqualTo(1);
    }

    @Test
    void restsForAMillisecondAgainAfterWork() {
        while (rest.longestMs < IdleStrategy.LONGEST_REST_MS) {
            idle(1);
        }
        strategy.idle(1, Integer.MAX_VALUE);
        rest.longestMs = 0;
        do {
            idle(1);
        } while (rest.longestMs == 0);
        assertThat(rest.longestMs).isEqualTo(1);
    }

    /// Frames so close together that waiting is dearer than turning on.
    @Test
    void turnsOnLongerWhenRestsAreShort() {
        for (int i = 0; i < 20; i++) {
            restsUntilFrame(IdleStrategy.SHORT_REST_NS / 2);
        }
        idle(IdleStrategy.MOST_ROUNDS);
        int before = rest.rests;
        idle(1);
        assertThat(rest.rests).as("still turning on").isEqualTo(before);
    }

    @Test
    void turnsOnForAFewRoundsWhenRestsAreLong() {
        turnsOnLongerWhenRestsAreShort();
        for (int i = 0; i < 20; i++) {
            assertThat(restsUntilFrame(IdleStrategy.SHORT_REST_NS * 10)).isPositive();
        }
        int before = rest.rests;
        idle(IdleStrategy.LEAST_ROUNDS + 2);
        assertThat(rest.rests).isEqualTo(before + 1);
    }
}
