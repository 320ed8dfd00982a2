package io.hnvgateway.app.events;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/// Events for readers who ask again and again, by number: the first event of this process is number
/// 1. Any thread.
public final class EventPages {
    private static final int MOST_AT_ONCE = 500;

    private final EventLog log;

    public EventPages(EventLog log) {
        this.log = log;
    }

    public record Numbered(long number, EventLog.Entry entry) {}

    /// @param next what to ask for after this page
    /// @param lost events that were overwritten before they were asked for
    public record Page(List<Numbered> events, long next, long lost) {
        public Page {
            events = List.copyOf(events);
        }
    }

    /// The number of the last event.
    public long last() {
        return log.count();
    }

    /// Events after this one; where there are none it waits for one, at most so long. A number that
    /// has not been given out yet is of an earlier process: all are new then.
    public Page after(long number, long waitMillis) throws InterruptedException {
        long after = number > log.count() ? 0 : Math.max(0, number);
        try (EventReader _ = log.watch(EnumSet.allOf(EventTopic.class), null)) {
            log.await(after, waitMillis);
        }
        long end = log.count();
        long position = Math.max(after, end - EventLog.CAPACITY);
        long lost = position - after;
        List<Numbered> events = new ArrayList<>();
        while (position < end && events.size() < MOST_AT_ONCE) {
            EventLog.Entry entry = log.get(position++);
            if (entry == null) {
                lost++;
            } else {
                events.add(new Numbered(position, entry));
            }
        }
        return new Page(events, position, lost);
    }
}
