package io.hnvgateway.app.telemetry;

import io.hnvgateway.compartments.Compartment;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/// Durable usage of the tenants that are there.
final class UsageFigures implements Figures {
    private final UsageMeter meter;
    private final Supplier<List<Compartment>> compartments;

    UsageFigures(UsageMeter meter, Supplier<List<Compartment>> compartments) {
        this.meter = meter;
        this.compartments = compartments;
    }

    @Override
    public void into(Samples samples) {
        Map<UUID, Labels> labels = new HashMap<>();
        compartments
                .get()
                .forEach(c ->
                        labels.put(
                                c.identity().rdid().value(), TenantFigures.labels(c.identity())));
        for (UsageMeter.Row row : meter.told()) {
            Labels of = labels.get(row.rdid());
            if (of != null) {
                samples.add(
                        Metric.TENANT_USAGE_PACKETS,
                        row.packets(),
                        of,
                        row.kind(),
                        row.direction());
                samples.add(
                        Metric.TENANT_USAGE_BYTES, row.bytes(), of, row.kind(), row.direction());
            }
        }
    }
}
