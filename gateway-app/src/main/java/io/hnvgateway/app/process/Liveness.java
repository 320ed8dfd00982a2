package io.hnvgateway.app.process;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/// Whether every worker goes on turning. Owner: the pulse's thread.
final class Liveness {
    private final List<? extends Turning> workers;
    private final long[] last;

    /// A worker, as far as its turning goes.
    interface Turning {
        /// Grows with each round.
        long rounds();

        /// Ends its rest, so that it turns once more.
        void wake();

        static Turning of(LongSupplier rounds, Runnable wake) {
            return new Turning() {
                @Override
                public long rounds() {
                    return rounds.getAsLong();
                }

                @Override
                public void wake() {
                    wake.run();
                }
            };
        }
    }

    Liveness(List<? extends Turning> workers) {
        this.workers = List.copyOf(workers);
        last = new long[workers.size()];
        Arrays.fill(last, -1);
    }

    /// Whether each has turned since the last call; wakes those that rest, so that they can by the
    /// next one.
    boolean allTurned() {
        boolean all = true;
        for (int i = 0; i < last.length; i++) {
            long rounds = workers.get(i).rounds();
            all &= rounds != last[i];
            last[i] = rounds;
            workers.get(i).wake();
        }
        return all;
    }
}
