package io.hnvgateway.compartments;

import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Verdict;
import java.util.concurrent.atomic.AtomicLongArray;

/// The counters of one compartment over all executors: sums for display, and what happens so seldom
/// that the workers share the counter. What workers receive is counted in the default compartment,
/// what another executor received and forwarded in its own. Any thread.
@SuppressWarnings("EnumOrdinal") // array positions within one process, never stored
public final class TrafficTotals {
    private final CompartmentState state;
    private final ExecutedTraffic executed;
    private final AtomicLongArray seldom = new AtomicLongArray(Total.values().length);

    TrafficTotals(CompartmentState state, ExecutedTraffic executed) {
        this.state = state;
        this.executed = executed;
    }

    /// What another executor than the workers forwarded; part of the sums here.
    public ExecutedTraffic executed() {
        return executed;
    }

    /// For what no packet of a known flow causes; the others have a worker's own counters.
    public void add(Total total, long amount) {
        seldom.getAndAdd(total.ordinal(), amount);
    }

    public long drops(DropReason reason) {
        long sum = reason == DropReason.SLOW_PATH_LIMIT ? executed.refused() : 0;
        for (TrafficCounters counters : state.ofWorkers()) {
            sum += counters == null ? 0 : counters.drops(reason);
        }
        return sum;
    }

    public long verdicts(Verdict verdict) {
        long sum = executed(verdict);
        for (TrafficCounters counters : state.ofWorkers()) {
            sum += counters == null ? 0 : counters.verdicts(verdict);
        }
        return sum;
    }

    private long executed(Verdict verdict) {
        return switch (verdict) {
            case FORWARD -> executed.frames();
            case DROP -> executed.refused();
            default -> 0;
        };
    }

    private long executed(Total total) {
        return switch (total) {
            case RECEIVED_FRAMES -> executed.frames() + executed.refused();
            case RECEIVED_BYTES -> executed.bytes();
            default -> 0;
        };
    }

    /// Packets of a kind that no live flow entry counts.
    public long usagePackets(UsageKind kind) {
        long sum = 0;
        for (TrafficCounters counters : state.ofWorkers()) {
            sum += counters == null ? 0 : counters.usagePackets(kind);
        }
        return sum;
    }

    /// Bytes of [#usagePackets].
    public long usageBytes(UsageKind kind) {
        long sum = 0;
        for (TrafficCounters counters : state.ofWorkers()) {
            sum += counters == null ? 0 : counters.usageBytes(kind);
        }
        return sum;
    }

    public long total(Total total) {
        long sum = seldom.get(total.ordinal()) + executed(total);
        for (TrafficCounters counters : state.ofWorkers()) {
            sum += counters == null ? 0 : counters.total(total);
        }
        return sum;
    }
}
