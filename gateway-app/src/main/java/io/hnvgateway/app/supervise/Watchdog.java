package io.hnvgateway.app.supervise;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells that the gateway lives while all that must turn does, and else who stands. Of one thread.
final class Watchdog {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final Consumer<Notice> supervisor;
    private final Liveness liveness;
    private final String status;
    private boolean stood;

    /// @param status while all turn
    Watchdog(Consumer<Notice> supervisor, List<? extends Liveness.Turning> all, String status) {
        this.supervisor = supervisor;
        this.liveness = new Liveness(all);
        this.status = status;
    }

    /// Once in each interval; between two of these each must have turned.
    void look() {
        try {
            List<String> standing = liveness.standing();
            if (standing.isEmpty()) {
                supervisor.accept(Notice.alive());
                tellRecovery();
            } else {
                tell(String.join(", ", standing));
            }
        } catch (RuntimeException | OutOfMemoryError fault) {
            LOG.error("event=watchdog-fault", fault); // not fed; the next look may be better
        }
    }

    private void tell(String standing) {
        stood = true;
        LOG.error("event=stands who=\"{}\" hint=\"the watchdog is not fed\"", standing);
        supervisor.accept(Notice.status("stands: " + standing + "; the watchdog is not fed"));
    }

    private void tellRecovery() {
        if (stood) {
            stood = false;
            LOG.info("event=turns-again");
            supervisor.accept(Notice.status(status));
        }
    }
}
