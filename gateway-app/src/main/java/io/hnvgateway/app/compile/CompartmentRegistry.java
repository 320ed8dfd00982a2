package io.hnvgateway.app.compile;

import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.ExecutedTraffic;
import io.hnvgateway.compartments.RoutingDomainId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/// Gives each routing domain a compartment index and its state for as long as it exists.
///
/// A freed index waits behind all others that are free, so that it comes back as late as possible:
/// what still names it is gone by then.
final class CompartmentRegistry {
    /// A registered compartment.
    record Entry(int index, CompartmentState state) {}

    private final Map<RoutingDomainId, Entry> entries = new HashMap<>();
    private final Deque<Integer> freed = new ArrayDeque<>();
    private final int limit;
    private final IntFunction<ExecutedTraffic> executed;
    private int neverUsed = 1;

    /// Builds an empty registry.
    ///
    /// @param limit largest index + 1
    /// @param executed counters of the other executor by compartment index
    CompartmentRegistry(int limit, IntFunction<ExecutedTraffic> executed) {
        this.limit = limit;
        this.executed = executed;
    }

    int capacity() {
        return limit - 1;
    }

    Entry entry(RoutingDomainId rdid) {
        return entries.computeIfAbsent(rdid, _ -> entry(freeIndex()));
    }

    private Entry entry(int index) {
        return new Entry(index, new CompartmentState(executed.apply(index).fromNow()));
    }

    private int freeIndex() {
        if (neverUsed < limit) {
            return neverUsed++;
        }
        if (freed.isEmpty()) {
            throw new IllegalStateException("no compartment index is free");
        }
        return freed.removeFirst();
    }

    void forget(RoutingDomainId rdid) {
        Entry entry = entries.remove(rdid);
        if (entry != null) {
            freed.addLast(entry.index());
        }
    }
}
