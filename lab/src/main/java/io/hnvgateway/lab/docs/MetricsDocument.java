package io.hnvgateway.lab.docs;

import io.hnvgateway.app.telemetry.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `docs/metrics.md`, made from the enum; `./hnv docs` writes it.
public final class MetricsDocument {
    private static final String HEAD =
            """
            # Metrics

            `GET /metrics` on the management interface, in Prometheus' text format, for operators and
            administrators. Everything is read when the page is asked for; counters of the data path begin at 0
            when the gateway starts. No label is ever a flow or a packet's address: how many lines there are
            follows from the configuration. `rdid` tells tenants apart also when a name was used again.

            Beside these stand Micrometer's metrics of JVM and process: `jvm_…`, `process_…`, `system_…`.

            This page is generated from `Metric` (`./hnv docs`); a test keeps both equal.

            | name | type | labels | what |
            |---|---|---|---|
            """;

    private MetricsDocument() {}

    public static String text() {
        return Arrays.stream(Metric.values())
                .map(MetricsDocument::row)
                .collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(Metric metric) {
        List<String> labels =
                Stream.concat(metric.scope().labels().stream(), metric.further().stream()).toList();
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        metric.label(),
                        metric.type().name().toLowerCase(Locale.ROOT),
                        String.join(", ", labels),
                        metric.help());
    }
}
