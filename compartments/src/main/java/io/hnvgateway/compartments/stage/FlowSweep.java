package io.hnvgateway.compartments.stage;

import io.hnvgateway.packet.flow.FlowTable;

/// Where a worker's sweep of its own part of one flow table stands: backwards, as
/// [FlowTable#reclaim] wants it. Owner: the worker.
final class FlowSweep {
    /// Coarse ticks of about a millisecond in which the sweep goes once round.
    private static final int TICKS_A_ROUND = 1 << 13;

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

    /// How many slots are due after some ticks; at most one round.
    int slots(int ticks) {
        return Math.min(ticks * Math.max(1, slots / TICKS_A_ROUND), slots);
    }

    int next() {
        hand = hand == 0 ? slots - 1 : hand - 1;
        return firstSlot + hand;
    }
}
