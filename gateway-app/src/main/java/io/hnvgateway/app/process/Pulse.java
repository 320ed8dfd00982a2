package io.hnvgateway.app.process;

import io.hnvgateway.dataplane.Heartbeat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives the XDP program the signs of life by which it goes on: each second in which every worker
/// turned.
final class Pulse {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final Heartbeat heartbeat;
    private final Liveness liveness;
    private boolean ended;

    /// Begins with a sign of life: the workers are about to turn.
    Pulse(Heartbeat heartbeat, List<? extends Liveness.Turning> workers) {
        this.heartbeat = heartbeat;
        liveness = new Liveness(workers);
        heartbeat.beat(System.nanoTime());
    }

    /// On the conductor, each second.
    synchronized void eachSecond() {
        if (ended) {
            return;
        }
        if (liveness.allTurned()) {
            heartbeat.beat(System.nanoTime());
        } else {
            LOG.error("event=worker-stands hint=\"no sign of life is given to the XDP program\"");
        }
    }

    /// @param followed another gateway follows at once, and the program goes on until then
    synchronized void end(boolean followed) {
        ended = true;
        if (!followed) {
            heartbeat.stop();
        }
    }
}
