package io.hnvgateway.lab.golden;

import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.compartments.TrafficTotals;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How the frames that a gateway received ended, over all compartments.
///
/// @param ended forwarded, consumed, passed to the host, dropped
/// @param held waiting now
/// @param drops drop reason's label → frames
public record FrameAccounts(long received, long ended, long held, Map<String, Integer> drops) {
    /// @param states of all compartments but the default one
    static FrameAccounts of(GatewayCore core, Collection<CompartmentState> states) {
        List<TrafficTotals> all = new ArrayList<>();
        all.add(core.defaultState().counters());
        states.forEach(state -> all.add(state.counters()));
        Map<String, Integer> drops = new TreeMap<>();
        for (DropReason reason : DropReason.values()) {
            long count = all.stream().mapToLong(c -> c.drops(reason)).sum();
            if (count > 0) {
                drops.put(reason.label(), (int) count);
            }
        }
        return new FrameAccounts(
                all.stream().mapToLong(c -> c.total(Total.RECEIVED_FRAMES)).sum(),
                all.stream().mapToLong(FrameAccounts::ended).sum(),
                core.heldFrames(),
                drops);
    }

    private static long ended(TrafficTotals c) {
        return c.verdicts(Verdict.FORWARD)
                + c.verdicts(Verdict.CONSUME)
                + c.verdicts(Verdict.PASS)
                + c.verdicts(Verdict.DROP);
    }

    /// Every frame ended exactly once, or waits.
    public boolean balanced() {
        return received == ended + held;
    }
}
