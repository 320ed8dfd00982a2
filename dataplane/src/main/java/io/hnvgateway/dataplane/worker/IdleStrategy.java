package io.hnvgateway.dataplane.worker;

import io.hnvgateway.dataplane.sys.PollSet;

/// How a worker rests: a few spins, for work often follows work; then poll(2) until a frame
/// arrives, at most 1 ms, for commands and timers do not wake it.
public final class IdleStrategy {
    private static final int SPINS = 20;
    private static final int REST_MS = 1;

    private final PollSet descriptors;
    private int idleRounds;

    public IdleStrategy(PollSet descriptors) {
        this.descriptors = descriptors;
    }

    /// Called once a round with what the round did.
    public void idle(int workDone) {
        if (workDone > 0) {
            idleRounds = 0;
        } else if (idleRounds++ < SPINS) {
            Thread.onSpinWait();
        } else {
            descriptors.await(REST_MS);
        }
    }
}
