package io.hnvgateway.compartments;

import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Verdict;
import java.util.concurrent.atomic.AtomicLongArray;

/// The counters of one compartment over all workers: sums for display, and what happens so seldom
/// that the workers share the counter. Any thread.
@SuppressWarnings("EnumOrdinal") // array positions within one process, never stored
public final class TrafficTotals {
    private final CompartmentState state;
    private final AtomicLongArray seldom = new AtomicLongArray(Total.values().length);

    TrafficTotals(CompartmentState state) {
        this.state = state;
    }

    /// For what no packet of a known flow causes; the others have a worker's own counters.
    public void add(Total total, long amount) {
        seldom.getAndAdd(total.ordinal(), amount);
    }

    public long drops(DropReason reason) {
        long sum = 0;
        for (TrafficCounters counters : state.ofWorkers()) {
            sum += counters == null ? 0 : counters.drops(reason);
        }
        return sum;
    }

    public long verdicts(Verdict verdict) {
        long sum = 0;
        for (TrafficCounters counters : state.ofWorkers()) {
            sum += counters == null ? 0 : counters.verdicts(verdict);
        }
        return sum;
    }

    public long total(Total total) {
        long sum = seldom.get(total.ordinal());
        for (TrafficCounters counters : state.ofWorkers()) {
            sum += counters == null ? 0 : counters.total(total);
        }
        return sum;
    }
}
