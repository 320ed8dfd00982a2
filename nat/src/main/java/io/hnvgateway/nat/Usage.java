package io.hnvgateway.nat;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// How much of its quotas each compartment uses, exact over all workers, and the warning at 80 %.
///
/// Counted when something is made or ends, never for each packet. A compartment's numbers fill 64
/// bytes, so that workers busy with different compartments do not meet in one cache line.
final class Usage {
    private static final int WARN_PERCENT = 80;
    private static final int REARM_PERCENT = 70;

    private static final int CHUNK = 1024;
    private static final int CHUNKS = 1024;

    /// Numbers a compartment, the first of them in use: 64 bytes.
    private static final int STRIDE = 16;

    private static final int WARNED = 2;

    private final NatEvents events;

    /// Chunks never move, so that a worker may count while another makes room.
    private final AtomicReferenceArray<@Nullable AtomicIntegerArray> chunks =
            new AtomicReferenceArray<>(CHUNKS);

    Usage(NatEvents events) {
        this.events = events;
    }

    /// Makes room for the compartments 0..`compartments` - 1.
    void grow(int compartments) {
        for (int first = 0; first < compartments; first += CHUNK) {
            if (chunks.getAcquire(first / CHUNK) == null) {
                chunks.compareAndSet(first / CHUNK, null, new AtomicIntegerArray(CHUNK * STRIDE));
            }
        }
    }

    /// From any thread.
    int used(int compartment, Quota which) {
        AtomicIntegerArray chunk = chunk(compartment);
        return chunk == null ? 0 : chunk.get(cell(compartment, which));
    }

    /// Counts one more, unless the quota is used up.
    boolean take(int compartment, Quota which, NatPolicy policy) {
        AtomicIntegerArray chunk = chunk(compartment);
        if (chunk == null) {
            return false;
        }
        int limit = policy.quotas().limit(which);
        int cell = cell(compartment, which);
        int now = chunk.get(cell);
        while (now < limit && !chunk.compareAndSet(cell, now, now + 1)) {
            now = chunk.get(cell);
        }
        if (now >= limit) {
            return false;
        }
        warn(chunk, cell, now + 1, which, policy);
        return true;
    }

    /// Counts one more that an earlier process admitted, whatever the quota is now.
    void adopt(int compartment, Quota which) {
        if (chunk(compartment) == null) {
            grow(compartment + 1);
        }
        AtomicIntegerArray chunk = chunk(compartment);
        if (chunk != null) {
            chunk.incrementAndGet(cell(compartment, which));
        }
    }

    private void warn(AtomicIntegerArray chunk, int cell, int now, Quota which, NatPolicy policy) {
        int limit = policy.quotas().limit(which);
        if ((long) now * 100 >= (long) limit * WARN_PERCENT
                && chunk.compareAndSet(cell + WARNED, 0, 1)) {
            events.quotaWarning(policy.compartment(), which, now, limit);
        }
    }

    /// Counts one less.
    ///
    /// @param limit the quota, or 0 when the compartment has no policy any more
    void give(int compartment, Quota which, int limit) {
        AtomicIntegerArray chunk = chunk(compartment);
        if (chunk == null) {
            return;
        }
        int cell = cell(compartment, which);
        int now = chunk.decrementAndGet(cell);
        if (now == 0 || (long) now * 100 < (long) limit * REARM_PERCENT) {
            chunk.set(cell + WARNED, 0);
        }
    }

    private @Nullable AtomicIntegerArray chunk(int compartment) {
        int index = compartment / CHUNK;
        return compartment < 0 || index >= CHUNKS ? null : chunks.getAcquire(index);
    }

    private static int cell(int compartment, Quota which) {
        return compartment % CHUNK * STRIDE + (which == Quota.PORTS ? 0 : 1);
    }
}
