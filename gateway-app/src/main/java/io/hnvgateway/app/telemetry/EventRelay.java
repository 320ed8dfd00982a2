package io.hnvgateway.app.telemetry;

import io.hnvgateway.app.events.EventLog;
import io.hnvgateway.app.events.EventReader;
import io.hnvgateway.app.events.EventTopic;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands events on to the log, and to a syslog server where there is one. What has a line in the
/// log from where it happens, or happens often, is logged at DEBUG; drop rates are left to the
/// metrics. A reader of the ring like any other: nothing waits for it, and what it misses is
/// counted.
final class EventRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventRelay.class);
    private static final long PATIENCE_MS = 1000;
    private static final Set<EventTopic> RELAYED =
            EnumSet.complementOf(EnumSet.of(EventTopic.DROPS));
    private static final Set<EventTopic> TOLD = EnumSet.of(EventTopic.RECORDS);

    private final EventReader reader;
    private final @Nullable SyslogTarget syslog;
    private final AtomicLong missed = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    /// @param syslog null: there is none
    EventRelay(EventLog events, @Nullable SyslogTarget syslog) {
        this.syslog = syslog;
        reader = events.watch(RELAYED, null);
        thread = Thread.ofVirtual().name("event-relay").start(this::relay);
    }

    /// Events that did not reach the syslog server.
    long unsent() {
        return syslog == null ? 0 : missed.get() + syslog.unsent();
    }

    private void relay() {
        try (reader) {
            while (!closed) {
                EventReader.Batch batch = reader.next(PATIENCE_MS);
                missed.getAndAdd(batch.lost());
                batch.entries().forEach(this::hand);
            }
        } catch (InterruptedException _) {
            LOG.debug("event=event-relay-ended");
        }
    }

    private void hand(EventLog.Entry entry) {
        EventTopic topic = entry.event().topic();
        boolean told = TOLD.contains(topic);
        if (syslog == null && !told && !LOG.isDebugEnabled()) {
            return;
        }
        String line = EventLines.of(entry.event());
        if (told) {
            LOG.info("{}", line);
        } else {
            LOG.debug("{}", line);
        }
        if (syslog != null) {
            syslog.tell(entry.time(), topic.label(), line);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        if (syslog != null) {
            syslog.close();
        }
    }
}
