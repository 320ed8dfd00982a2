package io.hnvgateway.app.process;

import java.util.List;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives the XDP program the signs of life by which it goes on: each second in which every worker
/// turned.
final class Pulse {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final LongConsumer beat;
    private final Runnable stop;
    private final Liveness liveness;
    private boolean ended;

    /// Begins with a sign of life: the workers are about to turn.
    ///
    /// @param beat takes the time of a sign of life
    /// @param stop tells that none follows
    Pulse(LongConsumer beat, Runnable stop, List<? extends Liveness.Turning> workers) {
        this.beat = beat;
        this.stop = stop;
        liveness = new Liveness(workers);
        beat.accept(System.nanoTime());
    }

    /// On the conductor, each second.
    synchronized void eachSecond() {
        if (ended) {
            return;
        }
        if (liveness.allTurned()) {
            beat.accept(System.nanoTime());
        } else {
            LOG.error("event=worker-stands hint=\"no sign of life is given to the XDP program\"");
        }
    }

    /// @param followed another gateway follows at once, and the program goes on until then
    synchronized void end(boolean followed) {
        ended = true;
        if (!followed) {
            stop.run();
        }
    }
}
