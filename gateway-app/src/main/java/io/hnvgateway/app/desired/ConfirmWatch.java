package io.hnvgateway.app.desired;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A virtual thread that is there while something waits to be confirmed. It looks at the clock at
/// least each second, which may be set meanwhile; what could not be done is tried again then.
final class ConfirmWatch implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(5);

    private final InstantSource clock;
    private final Runnable takeBackDue;
    private final Supplier<@Nullable Instant> nextDeadline;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private long wakes;
    private boolean running;
    private boolean closed;

    /// @param nextDeadline when it is time again; null: nothing waits
    ConfirmWatch(
            InstantSource clock, Runnable takeBackDue, Supplier<@Nullable Instant> nextDeadline) {
        this.clock = clock;
        this.takeBackDue = takeBackDue;
        this.nextDeadline = nextDeadline;
    }

    /// Something waits. Under the applier's lock, which is never waited for under this one's.
    void wake() {
        lock.lock();
        try {
            wakes++;
            if (!running && !closed) {
                running = true;
                Thread.ofVirtual().name("confirm-watch").start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long seen = wakes();
        for (Instant next = nextDeadline.get(); goesOn(next, seen); next = nextDeadline.get()) {
            seen = wakes();
            if (next != null && sleep(next)) {
                takeBackDue.run();
            }
        }
    }

    private long wakes() {
        lock.lock();
        try {
            return wakes;
        } finally {
            lock.unlock();
        }
    }

    /// When nothing waits and nothing came since that was asked, it is over.
    private boolean goesOn(@Nullable Instant next, long seen) {
        lock.lock();
        try {
            running = !closed && (next != null || wakes != seen);
            return running;
        } finally {
            lock.unlock();
        }
    }

    private boolean sleep(Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        Duration slice =
                left.isNegative() || left.compareTo(LONGEST) > 0
                        ? LONGEST
                        : left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
        lock.lock();
        try {
            long leftNs = slice.toNanos();
            while (leftNs > 0 && !closed) {
                leftNs = ended.awaitNanos(leftNs);
            }
            return !closed;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
