package io.hnvgateway.app.pipeline;

import java.util.concurrent.atomic.AtomicLongArray;

/// When each worker was in its round last. One that rests is in it again within 16 ms, so one that
/// was not for longer is kept from it: by the scheduler, a pause of the JVM, or what it does.
public final class WorkerBeats {
    /// A worker writes a cache line of its own.
    private static final int STRIDE = 16;

    private static final long NEVER = 0;

    private final int workers;
    private final AtomicLongArray beats;

    public WorkerBeats(int workers) {
        this.workers = workers;
        beats = new AtomicLongArray(workers * STRIDE);
    }

    /// By the worker, each round.
    void beat(int worker, long nowNs) {
        beats.setOpaque(worker * STRIDE, nowNs);
    }

    /// For how long the one that is away longest has been; 0 when none has begun.
    long longestAwayNs(long nowNs) {
        long longest = 0;
        for (int worker = 0; worker < workers; worker++) {
            long beat = beats.getOpaque(worker * STRIDE);
            longest = beat == NEVER ? longest : Math.max(longest, nowNs - beat);
        }
        return longest;
    }
}
