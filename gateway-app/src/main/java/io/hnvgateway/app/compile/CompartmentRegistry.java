package io.hnvgateway.app.compile;

import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.ExecutedTraffic;
import io.hnvgateway.compartments.RoutingDomainId;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
    private final CompartmentLedger ledger;
    private int neverUsed = 1;

    /// Builds a registry of the routing domains that the ledger has kept.
    ///
    /// @param limit largest index + 1
    /// @param executed counters of the other executor by compartment index
    /// @param kept those of the process before, of which no two share an index or a name
    CompartmentRegistry(
            int limit,
            IntFunction<ExecutedTraffic> executed,
            CompartmentLedger ledger,
            List<CompartmentLedger.Kept> kept) {
        this.limit = limit;
        this.executed = executed;
        this.ledger = ledger;
        BitSet taken = new BitSet();
        for (CompartmentLedger.Kept one : kept) {
            entries.put(one.rdid(), entry(one.index()));
            taken.set(one.index());
        }
        neverUsed = Math.max(1, taken.length());
        IntStream.range(1, neverUsed).filter(index -> !taken.get(index)).forEach(freed::addLast);
    }

    int capacity() {
        return limit - 1;
    }

    Entry entry(RoutingDomainId rdid) {
        Entry known = entries.get(rdid);
        return known == null ? register(rdid) : known;
    }

    private Entry register(RoutingDomainId rdid) {
        Entry entry = entry(freeIndex());
        ledger.compartment(entry.index, rdid);
        entries.put(rdid, entry);
        return entry;
    }

    /// Null when it is not registered.
    @Nullable Entry find(RoutingDomainId rdid) {
        return entries.get(rdid);
    }

    /// All that are registered, by index.
    Map<Integer, CompartmentState> states() {
        return entries.values().stream().collect(Collectors.toMap(Entry::index, Entry::state));
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
            ledger.released(entry.index);
            freed.addLast(entry.index());
        }
    }
}
