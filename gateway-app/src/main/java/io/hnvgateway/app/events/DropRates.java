package io.hnvgateway.app.events;

import io.hnvgateway.app.events.GatewayEvent.FramesDropped;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.TrafficTotals;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Verdict;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/// Turns drop counters into events, while somebody watches. Owner: the conductor, once a second.
public final class DropRates {
    private static final DropReason[] REASONS = DropReason.values();

    private final EventLog log;
    private final Supplier<ForwardingSnapshot> snapshot;
    private final CompartmentState defaultState;

    /// Counters as they were a second ago: the sum of drops, then each reason.
    private Map<CompartmentState, long[]> before = new WeakHashMap<>();

    public DropRates(
            EventLog log, Supplier<ForwardingSnapshot> snapshot, CompartmentState defaultState) {
        this.log = log;
        this.snapshot = snapshot;
        this.defaultState = defaultState;
    }

    /// Adds an event for each reason with new drops; the first look after nobody watched only notes
    /// where the counters stand.
    public void sample() {
        if (!log.isWatched(EventTopic.DROPS)) {
            before = new WeakHashMap<>();
            return;
        }
        boolean first = before.isEmpty();
        compare("", defaultState, first);
        snapshot.get().compartments().stream().forEach(c -> compare(name(c), c.state(), first));
    }

    private static String name(Compartment compartment) {
        return compartment.identity().name();
    }

    private void compare(String name, CompartmentState state, boolean first) {
        TrafficTotals counters = state.counters();
        long[] old = before.computeIfAbsent(state, _ -> new long[REASONS.length + 1]);
        long all = counters.verdicts(Verdict.DROP);
        if (old[REASONS.length] == all) {
            return;
        }
        old[REASONS.length] = all;
        for (int i = 0; i < REASONS.length; i++) {
            long frames = counters.drops(REASONS[i]);
            if (frames > old[i] && !first) {
                log.add(new FramesDropped(name, REASONS[i].label(), frames - old[i]));
            }
            old[i] = frames;
        }
    }
}
