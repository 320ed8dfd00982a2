package io.hnvgateway.app.compile;

import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.RoutingDomainId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Gives each routing domain a compartment index and its state for as long as it exists.
///
/// Indexes go round, so that a freed one comes back as late as possible: what still names it is
/// gone by then.
final class CompartmentRegistry {
    /// A registered compartment.
    record Entry(int index, CompartmentState state) {}

    private final Map<RoutingDomainId, Entry> entries = new HashMap<>();
    private final boolean[] used;
    private int last;

    /// Builds an empty registry.
    ///
    /// @param capacity largest index + 1
    CompartmentRegistry(int capacity) {
        used = new boolean[capacity];
        used[0] = true;
    }

    int capacity() {
        return used.length - 1;
    }

    Entry entry(RoutingDomainId rdid) {
        return entries.computeIfAbsent(rdid, _ -> new Entry(freeIndex(), new CompartmentState()));
    }

    private int freeIndex() {
        for (int i = 0; i < used.length; i++) {
            last = last + 1 == used.length ? 1 : last + 1;
            if (!used[last]) {
                used[last] = true;
                return last;
            }
        }
        throw new IllegalStateException("no compartment index is free");
    }

    /// Forgets all but these.
    ///
    /// @return how many were forgotten
    int retain(Set<RoutingDomainId> wanted) {
        int before = entries.size();
        entries.entrySet()
                .removeIf(e -> {
                    boolean gone = !wanted.contains(e.getKey());
                    if (gone) {
                        used[e.getValue().index()] = false;
                    }
                    return gone;
                });
        return before - entries.size();
    }
}
