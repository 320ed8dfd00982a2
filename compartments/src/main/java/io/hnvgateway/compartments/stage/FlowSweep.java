package io.hnvgateway.compartments.stage;

import io.hnvgateway.packet.flow.FlowTable;

/// Where a worker's sweep of its own part of one flow table stands: backwards, as
/// [FlowTable#reclaim] wants it. Owner: the worker.
final class FlowSweep {
    /// Coarse ticks of about a millisecond in which the sweep goes once round.
    private static final int TICKS_A_ROUND = 1 << 13;

    private static final long SCATTER = 0x9e37_79b9_7f4a_7c15L;

    private final FlowTable table;
    private final int firstSlot;
    private final int slots;
    private int hand;

    FlowSweep(FlowTable table, int worker, int workers) {
        this.table = table;
        firstSlot = (int) ((long) table.capacity() * worker / workers);
        int end = (int) ((long) table.capacity() * (worker + 1) / workers);
        slots = end - firstSlot;
    }

    FlowTable table() {
        return table;
    }

    /// Goes on somewhere: processes that die before they are once round must not look at the same
    /// slots each time.
    void beginAnywhere(long nowNs) {
        hand = Math.floorMod(Long.hashCode(nowNs * SCATTER), Math.max(1, slots));
    }

    /// How many slots are due after some ticks; at most one round.
    int slots(int ticks) {
        return Math.min(ticks * Math.max(1, slots / TICKS_A_ROUND), slots);
    }

    int next() {
        hand = hand == 0 ? slots - 1 : hand - 1;
        return firstSlot + hand;
    }
}
