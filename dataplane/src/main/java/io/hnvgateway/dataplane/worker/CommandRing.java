package io.hnvgateway.dataplane.worker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Bounded ring of commands to one worker: any number of senders, one receiver, no locks.
///
/// A sender claims a position by compare-and-set and then publishes the command; the receiver takes
/// in order and stops at a position that is claimed but not yet published.
public final class CommandRing {
    private final AtomicReferenceArray<@Nullable Runnable> slots;
    private final int mask;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong head = new AtomicLong();

    /// @param capacity a power of two
    public CommandRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity must be a power of two: " + capacity);
        }
        slots = new AtomicReferenceArray<>(capacity);
        mask = capacity - 1;
    }

    /// Sends a command, from any thread.
    ///
    /// @return false if the ring is full
    public boolean offer(Runnable command) {
        long position;
        do {
            position = tail.get();
            if (position - head.get() > mask) {
                return false;
            }
        } while (!tail.compareAndSet(position, position + 1));
        slots.setRelease((int) position & mask, command);
        return true;
    }

    /// Runs commands in order, at most `limit`. By the worker.
    ///
    /// @return the number run
    public int drain(int limit) {
        int run = 0;
        long position = head.getPlain();
        while (run < limit) {
            Runnable command = slots.getAcquire((int) position & mask);
            if (command == null) {
                break;
            }
            slots.setPlain((int) position & mask, null);
            head.setRelease(++position);
            run++;
            command.run();
        }
        return run;
    }
}
