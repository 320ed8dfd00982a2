package io.hnvgateway.packet.flow;

import static io.hnvgateway.packet.flow.HitCandidates.NONE;

import io.hnvgateway.packet.Memory;

/// Third pass over a batch: reads the entry of each candidate, so that the cache misses of a batch
/// overlap instead of following each other. A table that fits the cache is left alone.
final class TouchPass {
    /// With fewer entries than this (1 MiB) the table stays in the cache by itself.
    static final int LEAST_FLOWS = 1 << 14;

    private final FlowTable table;
    private final int leastFlows;

    /// Sum of what was read: keeps the reads from being optimized away.
    private long touched;

    /// @param leastFlows with fewer entries nothing is done
    TouchPass(FlowTable table, int leastFlows) {
        this.table = table;
        this.leastFlows = leastFlows;
    }

    void run(HitCandidates c, int size) {
        if (table.live() < leastFlows) {
            return;
        }
        long[] packets = c.ip;
        long sum = 0;
        for (int i = 0; i < size; i++) {
            if (packets[i] != NONE) {
                sum += table.warm(Memory.getIntNative(c.record(i) + HitRecord.HASH));
            }
        }
        touched += sum;
    }

    /// What was read in all; of no meaning.
    long touched() {
        return touched;
    }
}
