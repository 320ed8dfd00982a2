package io.hnvgateway.app.view;

import io.hnvgateway.app.control.Rows;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.dataplane.DataPath;
import io.hnvgateway.dataplane.steering.SteeringVerdict;
import io.hnvgateway.dataplane.xdp.RedirectLosses;
import io.hnvgateway.packet.DropReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Drop counters: of compartments, of what belongs to none, and of the steering before them. A
/// tenant's view holds its own counters only.
final class DropRows {
    /// The compartments' counters have it, the default one's what belongs to none.
    private static final SteeringVerdict COUNTED_BY_COMPARTMENT =
            SteeringVerdict.DROP_SLOW_PATH_LIMIT;

    private DropRows() {}

    static List<Rows.Drop> of(
            List<Compartment> compartments, @Nullable CompartmentState defaults, DataPath path) {
        List<Rows.Drop> rows = new ArrayList<>();
        if (defaults != null) {
            steering(path, rows);
            redirects(path, rows);
            add("", defaults, rows);
        }
        compartments.forEach(c -> add(c.identity().name(), c.state(), rows));
        return rows;
    }

    private static void add(String tenant, CompartmentState state, List<Rows.Drop> rows) {
        for (DropReason reason : DropReason.values()) {
            long frames = state.counters().drops(reason);
            if (frames > 0) {
                rows.add(new Rows.Drop(tenant, reason.label(), frames, reason.sentence()));
            }
        }
    }

    private static void redirects(DataPath path, List<Rows.Drop> rows) {
        long frames =
                path.ports().stream()
                        .mapToLong(port -> path.redirectLosses().frames(port.index()))
                        .sum();
        if (frames > 0) {
            rows.add(new Rows.Drop("", RedirectLosses.LABEL, frames, RedirectLosses.SENTENCE));
        }
    }

    private static void steering(DataPath path, List<Rows.Drop> rows) {
        for (SteeringVerdict verdict : SteeringVerdict.values()) {
            long frames =
                    path.ports().stream()
                            .mapToLong(port -> path.verdicts().frames(port.index(), verdict))
                            .sum();
            if (verdict.isDrop() && verdict != COUNTED_BY_COMPARTMENT && frames > 0) {
                rows.add(
                        new Rows.Drop(
                                "", "steering-" + verdict.label(), frames, verdict.sentence()));
            }
        }
    }
}
