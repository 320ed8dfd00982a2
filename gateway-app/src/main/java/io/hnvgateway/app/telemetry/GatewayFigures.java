package io.hnvgateway.app.telemetry;

import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.app.product.ProductVersion;
import io.prometheus.metrics.model.snapshots.Labels;

/// What the gateway counts as a whole.
final class GatewayFigures implements Figures {
    private final GatewayCore core;

    GatewayFigures(GatewayCore core) {
        this.core = core;
    }

    @Override
    public void into(Samples samples) {
        samples.add(Metric.BUILD, 1, Labels.EMPTY, ProductVersion.own());
        samples.add(Metric.PIPELINE_ERRORS, core.faults().total());
        samples.add(Metric.FLOW_ENTRIES, core.flows().live());
        samples.add(Metric.FLOW_TOMBSTONES, core.flows().tombstones());
        samples.add(Metric.FLOW_CAPACITY, core.flows().capacity());
        samples.add(Metric.EVENTS, core.events().count());
    }
}
