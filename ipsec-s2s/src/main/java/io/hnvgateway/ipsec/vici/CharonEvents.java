package io.hnvgateway.ipsec.vici;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens to charon's events on a virtual thread and connects again when charon went away, at
/// first at once, then with growing pauses. charon keeps nothing over its end: behind each
/// [Listener#connected] everything must be compared and pushed again. Its log comes by [CharonLog].
public final class CharonEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CharonEvents.class);
    private static final List<String> EVENTS =
            List.of("ike-updown", "child-updown", "ike-rekey", "child-rekey");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ViciClient client;
    private final Listener listener;
    private final Thread thread;
    private boolean begun;
    private volatile @Nullable ViciConnection connection;
    private volatile boolean closed;

    /// Is called on one virtual thread; while it works, events wait in order.
    public interface Listener {
        /// Events come from now on; none was lost since this call began.
        ///
        /// @throws ViciException to connect anew
        void connected() throws ViciException;

        void event(CharonEvent event);

        /// charon is gone; whatever it had is lost.
        void disconnected(String reason);
    }

    /// @param client stays the caller's
    public CharonEvents(ViciClient client, Listener listener) {
        this.client = client;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("vici-events").unstarted(this::run);
    }

    /// Begins to listen; without effect when it does, or is closed.
    public synchronized void begin() {
        if (!begun && !closed) {
            begun = true;
            thread.start();
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        String last = "";
        while (!closed) {
            boolean reached = false;
            String reason = "";
            try (ViciConnection open = client.open()) {
                connection = open;
                for (String event : EVENTS) {
                    open.register(event);
                }
                listener.connected();
                reached = true;
                last = "";
                pause = FIRST_PAUSE;
                listen(open);
            } catch (ViciException e) {
                reason = String.valueOf(e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("event=vici-listener-failed", e);
                reason = e.toString();
            }
            if (!closed) {
                if (reached || !reason.equals(last)) {
                    LOG.warn("event=vici-disconnected reason=\"{}\"", reason);
                    listener.disconnected(reason);
                    last = reason;
                }
                pause = rest(pause);
            }
        }
    }

    private void listen(ViciConnection open) throws ViciException {
        while (!closed) {
            CharonEvent.of(open.nextEvent()).forEach(listener::event);
        }
    }

    /// Sleeps for about the pause and returns the next one.
    private Duration rest(Duration pause) {
        try {
            Thread.sleep(
                    pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(pause.toMillis()));
        } catch (InterruptedException e) {
            closed = true;
        }
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /// Takes charon for gone and connects anew: somebody could not tell it everything.
    public void reconnect() {
        ViciConnection open = connection;
        if (open != null) {
            open.close();
        }
    }

    /// Ends the thread; no further call comes behind this.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (!begun) {
                return;
            }
        }
        reconnect();
        thread.interrupt();
        if (Thread.currentThread() != thread) {
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
