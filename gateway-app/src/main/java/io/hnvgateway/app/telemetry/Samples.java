package io.hnvgateway.app.telemetry;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The values of one page, as they are gathered. One thread.
final class Samples {
    private final Map<Metric, List<InfoDataPointSnapshot>> infos = new EnumMap<>(Metric.class);
    private final Map<Metric, List<GaugeDataPointSnapshot>> gauges = new EnumMap<>(Metric.class);
    private final Map<Metric, List<CounterDataPointSnapshot>> counters =
            new EnumMap<>(Metric.class);

    /// The labels of something, for all metrics of its scope.
    ///
    /// @param values as many as the scope has labels, in their order; any text
    static Labels of(Metric.Scope scope, String... values) {
        return Labels.of(scope.labels().toArray(String[]::new), values);
    }

    /// Adds a value.
    ///
    /// @param of what [#of] of the metric's scope gave
    /// @param further values of the metric's further labels, in their order
    void add(Metric metric, double value, Labels of, String... further) {
        Labels labels =
                further.length == 0
                        ? of
                        : of.merge(metric.further().toArray(String[]::new), further);
        switch (metric.type()) {
            case COUNTER ->
                    counters.computeIfAbsent(metric, _ -> new ArrayList<>())
                            .add(new CounterDataPointSnapshot(value, labels, null, 0));
            case GAUGE ->
                    gauges.computeIfAbsent(metric, _ -> new ArrayList<>())
                            .add(new GaugeDataPointSnapshot(value, labels, null));
            case INFO ->
                    infos.computeIfAbsent(metric, _ -> new ArrayList<>())
                            .add(new InfoDataPointSnapshot(labels));
        }
    }

    /// As [#add(Metric, double, Labels, String...)], exact up to 2^53.
    void add(Metric metric, long value, Labels of, String... further) {
        add(metric, (double) value, of, further);
    }

    /// As [#add(Metric, double, Labels, String...)] of the gateway as a whole.
    void add(Metric metric, long value) {
        add(metric, value, Labels.EMPTY);
    }

    /// Adds a value that says something only if it is there at all.
    void addIfAny(Metric metric, long value, Labels of, String... further) {
        if (value != 0) {
            add(metric, value, of, further);
        }
    }

    MetricSnapshots snapshots() {
        List<MetricSnapshot> all = new ArrayList<>();
        counters.forEach(
                (metric, points) -> all.add(new CounterSnapshot(metadata(metric), points)));
        gauges.forEach((metric, points) -> all.add(new GaugeSnapshot(metadata(metric), points)));
        infos.forEach((metric, points) -> all.add(new InfoSnapshot(metadata(metric), points)));
        return new MetricSnapshots(all);
    }

    private static MetricMetadata metadata(Metric metric) {
        return new MetricMetadata(metric.base(), metric.help());
    }
}
