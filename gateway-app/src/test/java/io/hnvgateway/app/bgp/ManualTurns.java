package io.hnvgateway.app.bgp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns and time as a test says.
final class ManualTurns implements Turns {
    private record Task(long atNs, long order, Runnable what) {}

    private final List<Task> tasks = new ArrayList<>();
    private long nowNs = 1_000_000_000L;
    private long order;

    synchronized long nowNs() {
        return nowNs;
    }

    /// Time passes while a task runs.
    synchronized void take(long ns) {
        nowNs += ns;
    }

    @Override
    public void execute(Runnable task) {
        later(0, task);
    }

    @Override
    public synchronized void later(long delayNs, Runnable task) {
        tasks.add(new Task(nowNs + delayNs, order++, task));
    }

    synchronized int waiting() {
        return tasks.size();
    }

    /// Does all that is due within so long.
    void pass(long ns) {
        long until = nowNs() + ns;
        for (Task next = next(until); next != null; next = next(until)) {
            next.what.run();
        }
        synchronized (this) {
            nowNs = Math.max(nowNs, until);
        }
    }

    private synchronized @Nullable Task next(long untilNs) {
        Task first =
                tasks.stream()
                        .filter(task -> task.atNs <= untilNs)
                        .min(Comparator.comparingLong(Task::atNs).thenComparing(Task::order))
                        .orElse(null);
        if (first != null) {
            tasks.remove(first);
            nowNs = Math.max(nowNs, first.atNs);
        }
        return first;
    }

    @Override
    public void close() {
        pass(0);
    }
}
