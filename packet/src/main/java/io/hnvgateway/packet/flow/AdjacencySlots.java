package io.hnvgateway.packet.flow;

import java.util.BitSet;

/// Which adjacency slots are in use. Slot 0 is never given out. Guarded by the [AdjacencyTable]'s
/// monitor.
///
/// A released slot waits in a queue until no flow entry names it and a second has passed: a worker
/// may still hold the number that it read from an entry removed a moment ago.
final class AdjacencySlots {
    private static final long QUARANTINE_NS = 1_000_000_000L;

    /// Waiting slots that one allocation looks at.
    private static final int TRIES = 64;

    private final NanoClock clock;
    private final AdjacencyReferences references;
    private final boolean[] inUse;
    private final long[] releasedNs;

    /// Ring of released slots: `waiting` of them from `head`.
    private final int[] queue;

    private int head;
    private int waiting;
    private int neverUsed = 1;

    AdjacencySlots(int capacity, NanoClock clock) {
        this.clock = clock;
        references = new AdjacencyReferences(capacity);
        inUse = new boolean[capacity];
        releasedNs = new long[capacity];
        queue = new int[capacity];
    }

    AdjacencyReferences references() {
        return references;
    }

    int allocate() {
        int slot = neverUsed < inUse.length ? neverUsed++ : reuse();
        inUse[slot] = slot != 0;
        return slot;
    }

    private int reuse() {
        long nowNs = clock.nanoTime();
        for (int i = Math.min(waiting, TRIES); i > 0; i--) {
            int slot = poll();
            if (nowNs - releasedNs[slot] >= QUARANTINE_NS && references.count(slot) == 0) {
                return slot;
            }
            offer(slot);
        }
        return 0;
    }

    /// @return false when the slot is not in use
    boolean release(int slot) {
        if (!inUse[slot]) {
            return false;
        }
        inUse[slot] = false;
        releasedNs[slot] = clock.nanoTime();
        offer(slot);
        return true;
    }

    /// Goes on with the slots of an earlier process, before any is given out: those up to the last
    /// one in use that are not in use themselves wait as if they were released now.
    void adopt(BitSet used) {
        neverUsed = Math.max(1, used.length());
        for (int slot = 1; slot < neverUsed; slot++) {
            inUse[slot] = used.get(slot);
            if (!inUse[slot]) {
                releasedNs[slot] = clock.nanoTime();
                offer(slot);
            }
        }
    }

    private int poll() {
        int slot = queue[head];
        head = head + 1 == queue.length ? 0 : head + 1;
        waiting--;
        return slot;
    }

    private void offer(int slot) {
        queue[(int) (((long) head + waiting++) % queue.length)] = slot;
    }
}
