package io.hnvgateway.ipsec.vici;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens to charon's log on a virtual thread and a connection of its own, so that a flood of
/// lines delays no other event.
///
/// Strangers make charon log: some lines for each IKE_SA_INIT. charon queues without a bound what
/// is not read, so above a rate the connection is closed, with which charon forgets its queue, and
/// opened again after a pause. The lines between are lost.
public final class CharonLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CharonLog.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration RECONNECT = Duration.ofMillis(250);

    private final ViciClient client;
    private final Consumer<LogLine> listener;
    private final LineBudget budget;
    private final Thread thread;
    private volatile @Nullable ViciConnection connection;
    private volatile boolean closed;

    /// Open as long as charon is there and was asked for its lines.
    private volatile CountDownLatch listening = new CountDownLatch(1);

    private final AtomicLong pauses = new AtomicLong();

    /// Begins to listen.
    ///
    /// @param client stays the caller's
    /// @param listener is called on the one thread of this log; does not block
    public CharonLog(ViciClient client, Consumer<LogLine> listener) {
        this(client, listener, new LineBudget(LineBudget.LINES_PER_SECOND));
    }

    CharonLog(ViciClient client, Consumer<LogLine> listener, LineBudget budget) {
        this.client = client;
        this.listener = listener;
        this.budget = budget;
        this.thread = Thread.ofVirtual().name("vici-log").start(this::run);
    }

    /// How often there were too many lines.
    public long pauses() {
        return pauses.get();
    }

    /// Waits until charon gives its lines here: what it says before is lost, and with it why an
    /// attempt failed. A log that rests after too many lines counts as there.
    ///
    /// @param limit how long to wait at most
    /// @return whether the log is there
    /// @throws InterruptedException if the caller is to end
    public boolean awaitListening(Duration limit) throws InterruptedException {
        return listening.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void run() {
        while (!closed) {
            boolean flooded = false;
            try (ViciConnection open = client.open()) {
                connection = open;
                open.register("log");
                listening.countDown();
                flooded = listen(open);
            } catch (ViciException e) {
                LOG.debug("event=vici-log-disconnected reason=\"{}\"", e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("event=vici-log-failed", e);
            }
            if (!flooded) {
                if (listening.getCount() == 0) { // else somebody may wait for this very one
                    listening = new CountDownLatch(1);
                }
            } else {
                pauses.incrementAndGet();
                LOG.warn(
                        "event=charon-log-paused reason=\"more than {} lines a second\"",
                        budget.linesPerSecond());
            }
            rest(flooded ? PAUSE : RECONNECT);
        }
    }

    /// @return true when there were too many lines
    private boolean listen(ViciConnection open) throws ViciException {
        while (!closed) {
            ViciConnection.Event event = open.nextEvent();
            if (!budget.takes(System.nanoTime())) {
                return true;
            }
            if (event.name().equals("log")) {
                listener.accept(LogLine.of(event.body()));
            }
        }
        return false;
    }

    private void rest(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /// Ends the thread.
    @Override
    public void close() {
        closed = true;
        ViciConnection open = connection;
        if (open != null) {
            open.close();
        }
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
