package io.hnvgateway.provider.client;

import java.time.Duration;
import java.util.Optional;

/// How often and for how long a request is tried again.
///
/// @param attempts in all
/// @param firstWait doubles with each attempt
/// @param total of all waits
record Patience(int attempts, Duration firstWait, Duration total) {
    static final Patience USUAL = new Patience(6, Duration.ofMillis(200), Duration.ofSeconds(30));

    /// For questions that ask whether anybody answers.
    static final Patience NONE = new Patience(1, Duration.ZERO, Duration.ZERO);

    Attempts start() {
        return new Attempts(this);
    }

    /// Of one request; used by one thread.
    static final class Attempts {
        private final Patience patience;
        private int made = 1;
        private Duration waited = Duration.ZERO;
        private Duration next;

        private Attempts(Patience patience) {
            this.patience = patience;
            this.next = patience.firstWait;
        }

        /// Waits before the next attempt.
        ///
        /// @param asked what the gateway asks to wait; empty: nothing
        /// @return false: there shall be none
        boolean waitAfter(Optional<Duration> asked) throws InterruptedException {
            Duration pause = asked.orElse(next);
            if (made >= patience.attempts || waited.plus(pause).compareTo(patience.total) > 0) {
                return false;
            }
            Thread.sleep(pause);
            made++;
            waited = waited.plus(pause);
            next = next.multipliedBy(2);
            return true;
        }
    }
}
