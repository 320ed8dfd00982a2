package io.hnvgateway.app.telemetry;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Micrometer's registry with what it knows of JVM and process, and the gateway's own figures
/// beside it. One page is made at a time: several that ask at once wait for each other, so that
/// they cost one page's memory.
public final class PrometheusPage implements MetricsPage, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PrometheusPage.class);

    private final List<Figures> figures;
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    PrometheusPage(List<Figures> figures) {
        this.figures = List.copyOf(figures);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
        registry.getPrometheusRegistry().register((MultiCollector) this::gather);
    }

    private MetricSnapshots gather() {
        Samples samples = new Samples();
        boolean incomplete = false;
        for (Figures each : figures) {
            try {
                each.into(samples);
            } catch (Exception fault) {
                incomplete = true;
                LOG.warn("event=metrics-incomplete", fault);
            }
        }
        samples.add(Metric.INCOMPLETE, incomplete ? 1 : 0);
        return samples.snapshots();
    }

    @Override
    public synchronized void write(OutputStream to) throws IOException {
        registry.scrape(to, CONTENT_TYPE);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
