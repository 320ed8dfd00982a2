package io.hnvgateway.dataplane.worker;

import java.util.function.LongSupplier;

/// How a worker rests: it turns on for some rounds, for work often follows work, and then waits in
/// poll(2) for frames or the [Doorbell].
///
/// **How long it turns** adapts. A wait that ends within [#SHORT_REST_NS] was not worth its two
/// changes of context: the number of rounds doubles. A longer one halves it. So a worker under load
/// never waits, and one with little to do does not burn its core.
///
/// **How long it waits**: a millisecond, and twice as long after each wait in which nothing came,
/// up to what the handler's timers allow. Owner: the worker.
public final class IdleStrategy {
    static final int LEAST_ROUNDS = 16;
    static final int MOST_ROUNDS = 512;
    static final int LONGEST_REST_MS = 16;
    static final long SHORT_REST_NS = 50_000;

    private final Rest rest;
    private final LongSupplier clock;
    private int rounds = LEAST_ROUNDS;
    private int idleRounds;
    private int restMs = 1;

    /// Where a worker rests.
    interface Rest {
        /// The round that follows is the last before [#await], unless it finds work.
        void announce();

        /// Returns when there may be work, or the time is up.
        void await(int mostMs);

        /// There was work.
        void awake();
    }

    /// @param clock nanoseconds
    IdleStrategy(Rest rest, LongSupplier clock) {
        this.rest = rest;
        this.clock = clock;
    }

    /// Called once a round.
    ///
    /// @param workDone what the round did
    /// @param mostMs the longest that it may rest
    public void idle(int workDone, int mostMs) {
        if (workDone > 0) {
            busy();
        } else if (++idleRounds <= rounds) {
            Thread.onSpinWait();
        } else if (idleRounds == rounds + 1) {
            rest.announce();
        } else {
            rest(mostMs);
        }
    }

    private void busy() {
        if (idleRounds > rounds) {
            rest.awake();
        }
        idleRounds = 0;
        restMs = 1;
    }

    /// The rounds that follow are for work alone: without any it rests again at once.
    private void rest(int mostMs) {
        long beganNs = clock.getAsLong();
        rest.await(Math.min(restMs, mostMs));
        boolean tooShort = clock.getAsLong() - beganNs < SHORT_REST_NS;
        rounds = tooShort ? Math.min(rounds * 2, MOST_ROUNDS) : Math.max(rounds / 2, LEAST_ROUNDS);
        idleRounds = rounds + 1;
        restMs = Math.min(restMs * 2, LONGEST_REST_MS);
    }
}
