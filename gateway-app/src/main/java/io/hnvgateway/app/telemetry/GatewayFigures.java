package io.hnvgateway.app.telemetry;

import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.app.product.ProductVersion;
import io.hnvgateway.dataplane.sys.ClockState;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.function.LongSupplier;

/// What the gateway counts as a whole.
final class GatewayFigures implements Figures {
    private static final double MICROS = 1e6;

    private final GatewayCore core;
    private final LongSupplier unsent;

    /// @param unsent events that did not reach the syslog server
    GatewayFigures(GatewayCore core, LongSupplier unsent) {
        this.core = core;
        this.unsent = unsent;
    }

    @Override
    public void into(Samples samples) {
        samples.add(Metric.BUILD, 1, Labels.EMPTY, ProductVersion.own());
        samples.add(Metric.PIPELINE_ERRORS, core.faults().total());
        samples.add(Metric.FLOW_ENTRIES, core.flows().live());
        samples.add(Metric.FLOW_TOMBSTONES, core.flows().tombstones());
        samples.add(Metric.FLOW_CAPACITY, core.flows().capacity());
        samples.add(Metric.EVENTS, core.events().count());
        samples.add(Metric.EVENTS_UNSENT, unsent.getAsLong());
        ClockState clock = ClockState.read();
        samples.add(Metric.CLOCK_SYNCHRONISED, clock.synchronizedToSource() ? 1 : 0);
        samples.add(Metric.CLOCK_ERROR, clock.mostErrorMicros() / MICROS, Labels.EMPTY);
    }
}
