package io.hnvgateway.app.process;

import io.hnvgateway.app.supervise.Liveness;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives the XDP program the signs of life by which it goes on: each second in which every worker
/// turned. On a thread of its own: a compilation of many networks may hold conductor and control
/// for longer than the program waits, and costs the flows nothing.
final class Pulse {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    static final String THREAD = "pulse";

    private final LongConsumer beat;
    private final Runnable stop;
    private final Liveness liveness;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name(THREAD).daemon().factory());
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

    /// Goes on by itself.
    ///
    /// @param periodMs between two looks at the workers
    @SuppressWarnings("FutureReturnValueIgnored") // it guards itself; it ends with the thread
    void begin(long periodMs) {
        thread.scheduleWithFixedDelay(
                this::lookAtWorkers, periodMs, periodMs, TimeUnit.MILLISECONDS);
    }

    synchronized void lookAtWorkers() {
        if (ended) {
            return;
        }
        try {
            List<String> standing = liveness.standing();
            if (standing.isEmpty()) {
                beat.accept(System.nanoTime());
            } else {
                LOG.error(
                        "event=worker-stands who=\"{}\" hint=\"no sign of life is given to the XDP"
                                + " program\"",
                        String.join(", ", standing));
            }
        } catch (RuntimeException | OutOfMemoryError fault) {
            LOG.error("event=pulse-fault", fault); // none now; the next may be one again
        }
    }

    /// @param followed another gateway follows at once, and the program goes on until then
    synchronized void end(boolean followed) {
        ended = true;
        thread.shutdownNow();
        if (!followed) {
            stop.run();
        }
    }
}
