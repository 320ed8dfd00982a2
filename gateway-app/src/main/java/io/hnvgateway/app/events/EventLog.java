package io.hnvgateway.app.events;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The last events, in a ring. Any thread but workers.
public final class EventLog {
    /// Events that a reader may be behind.
    static final int CAPACITY = 4096;

    private final InstantSource clock;
    private final @Nullable Entry[] ring = new Entry[CAPACITY];
    private final CopyOnWriteArrayList<EventReader> readers = new CopyOnWriteArrayList<>();
    private long count;

    /// An event and when it was added.
    public record Entry(Instant time, GatewayEvent event) {}

    public EventLog() {
        this(InstantSource.system());
    }

    EventLog(InstantSource clock) {
        this.clock = clock;
    }

    /// Never waits for a reader.
    public synchronized void add(GatewayEvent event) {
        ring[(int) (count++ % CAPACITY)] = new Entry(clock.instant(), event);
        notifyAll();
    }

    /// Whether anybody watches the topic: what costs something is not made for nobody.
    public boolean isWatched(EventTopic topic) {
        return readers.stream().anyMatch(reader -> reader.topics().contains(topic));
    }

    /// Starts to watch, from now on.
    ///
    /// @param compartment name; null: all, and what belongs to none
    public synchronized EventReader watch(Set<EventTopic> topics, @Nullable String compartment) {
        EventReader reader = new EventReader(this, topics, compartment, count);
        readers.add(reader);
        return reader;
    }

    void leave(EventReader reader) {
        readers.remove(reader);
    }

    /// How many there have been.
    public synchronized long count() {
        return count;
    }

    /// The event of that number; null when it is overwritten already.
    synchronized @Nullable Entry get(long number) {
        return number < count - CAPACITY ? null : ring[(int) (number % CAPACITY)];
    }

    /// The last ones, in their order.
    public synchronized List<Numbered> last(int most) {
        List<Numbered> last = new ArrayList<>();
        for (long number = Math.max(0, count - Math.min(most, CAPACITY));
                number < count;
                number++) {
            Entry entry = get(number);
            if (entry != null) {
                last.add(new Numbered(number, entry));
            }
        }
        return last;
    }

    /// An event and its number.
    public record Numbered(long number, Entry entry) {}

    /// Waits until there are more than `seen`, at most so long.
    synchronized void await(long seen, long timeoutMillis) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        long leftNs = deadlineNs - System.nanoTime();
        while (count <= seen && leftNs > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, leftNs);
            leftNs = deadlineNs - System.nanoTime();
        }
    }
}
