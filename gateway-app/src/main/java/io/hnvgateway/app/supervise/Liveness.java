package io.hnvgateway.app.supervise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/// Whether all that must turn goes on turning. Of one thread.
public final class Liveness {
    private final List<? extends Turning> all;
    private final long[] last;

    /// A worker, or the conductor, as far as its turning goes.
    public interface Turning {
        String name();

        /// Grows with each round.
        long rounds();

        /// Ends its rest, so that it turns once more.
        void wake();

        static Turning of(String name, LongSupplier rounds, Runnable wake) {
            return new Turning() {
                @Override
                public String name() {
                    return name;
                }

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

    public Liveness(List<? extends Turning> all) {
        this.all = List.copyOf(all);
        last = new long[all.size()];
        Arrays.fill(last, -1);
    }

    /// The names of those that have not turned since the last call; wakes those that rest, so that
    /// they can by the next one.
    public List<String> standing() {
        List<String> standing = new ArrayList<>();
        for (int i = 0; i < last.length; i++) {
            long rounds = all.get(i).rounds();
            if (rounds == last[i]) {
                standing.add(all.get(i).name());
            }
            last[i] = rounds;
            all.get(i).wake();
        }
        return standing;
    }
}
