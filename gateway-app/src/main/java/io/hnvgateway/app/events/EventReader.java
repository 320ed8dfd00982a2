package io.hnvgateway.app.events;

import io.hnvgateway.app.events.EventLog.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One who watches; used by one thread.
public final class EventReader implements AutoCloseable {
    private static final int MOST_AT_ONCE = 256;

    private final EventLog log;
    private final Set<EventTopic> topics;
    private final @Nullable String compartment;
    private long position;

    EventReader(EventLog log, Set<EventTopic> topics, @Nullable String compartment, long position) {
        this.log = log;
        this.topics = Set.copyOf(topics);
        this.compartment = compartment;
        this.position = position;
    }

    Set<EventTopic> topics() {
        return topics;
    }

    /// @param lost events that were overwritten before this reader came to them, of any topic
    public record Batch(long lost, List<Entry> entries) {}

    /// What came since the last time; waits for something, at most so long.
    public Batch next(long timeoutMillis) throws InterruptedException {
        log.await(position, timeoutMillis);
        long end = log.count();
        long first = Math.max(position, end - EventLog.CAPACITY);
        long lost = first - position;
        List<Entry> entries = new ArrayList<>();
        position = first;
        while (position < end && entries.size() < MOST_AT_ONCE) {
            Entry entry = log.get(position++);
            if (entry == null) {
                lost++;
            } else if (isWanted(entry.event())) {
                entries.add(entry);
            }
        }
        return new Batch(lost, entries);
    }

    private boolean isWanted(GatewayEvent event) {
        return topics.contains(event.topic())
                && (compartment == null || compartment.equalsIgnoreCase(event.compartment()));
    }

    @Override
    public void close() {
        log.leave(this);
    }
}
