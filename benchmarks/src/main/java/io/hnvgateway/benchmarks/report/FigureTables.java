package io.hnvgateway.benchmarks.report;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.ResultsFile;
import io.hnvgateway.benchmarks.Spread;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The rows of a run as Markdown: medians, with least and greatest of the rounds.
final class FigureTables {
    private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p99.9", "p99.99");

    private final ResultsFile run;
    private final StringBuilder text = new StringBuilder();

    FigureTables(ResultsFile run) {
        this.run = run;
    }

    String text() {
        text.setLength(0);
        line(
                "%s, %s run on %s. Medians (least–greatest)."
                        .formatted(run.date().replaceAll("T.*", ""), run.effort(), run.machine()));
        targets();
        forward();
        latency("latency", "half of each one's own rate");
        latency("latency-equal", "half of Linux's rate");
        sessions();
        others();
        return text.toString();
    }

    private void line(String words) {
        text.append(words).append('\n');
    }

    private void heading(String words, String columns) {
        line("");
        line("### " + words);
        line("");
        line(columns);
        line(columns.replaceAll("[^|]+", "---"));
    }

    private void targets() {
        heading("Targets", "| what | at least | figures | |");
        for (Target.Check check : Targets.check(run.results())) {
            line(
                    "| %s | %s | %s | %s |"
                            .formatted(
                                    check.target().what(),
                                    check.target().bound(),
                                    check.figures(),
                                    check.outcome().text()));
        }
    }

    private void forward() {
        heading(
                "`forward`",
                "| way, frames, flows, compartments | variant | million packets/s | CPU ns a packet | times cheaper than Linux |");
        for (Result.Load load : loads("forward")) {
            String name = name(load);
            for (String variant : variants("forward", load)) {
                line(
                        "| %s | %s | %s | %s | %s |"
                                .formatted(
                                        name,
                                        variant,
                                        cell("forward", variant, "rate", load, "%.2f", 1e6),
                                        cell("forward", variant, "cost", load, "%.0f", 1),
                                        cell(
                                                "forward",
                                                variant,
                                                "cost-advantage",
                                                load,
                                                "%.2f",
                                                1)));
                name = "";
            }
        }
    }

    private static String name(Result.Load load) {
        return String.format(
                Locale.ROOT,
                "%s, %d B, %,d, %,d",
                load.direction(),
                load.size(),
                load.flows(),
                load.compartments());
    }

    /// @param test a latency test
    private void latency(String test, String rate) {
        heading(
                "`%s`, at %s, µs: added by the device (whole)".formatted(test, rate),
                "| way, frames, flows, compartments | variant | million packets/s | "
                        + String.join(" | ", PERCENTILES)
                        + " |");
        for (Result.Load load : loads(test)) {
            for (String variant : variants(test, load)) {
                String percentiles =
                        PERCENTILES.stream()
                                .map(name -> percentile(test, variant, name, load))
                                .collect(Collectors.joining(" | "));
                line(
                        "| %s | %s | %s | %s |"
                                .formatted(
                                        name(load),
                                        variant,
                                        median(test, variant, "offered-rate", load, "%.2f", 1e6),
                                        percentiles));
            }
        }
    }

    private String percentile(String test, String variant, String name, Result.Load load) {
        return "%s (%s)"
                .formatted(
                        median(test, variant, "added-latency-" + name, load, "%.1f", 1e3),
                        median(test, variant, "latency-" + name, load, "%.1f", 1e3));
    }

    private void sessions() {
        heading("`sessions`", "| variant | million new sessions/s | CPU ns a session |");
        for (Result.Load load : loads("sessions")) {
            for (String variant : variants("sessions", load)) {
                line(
                        "| %s | %s | %s |"
                                .formatted(
                                        variant,
                                        cell("sessions", variant, "rate", load, "%.2f", 1e6),
                                        cell("sessions", variant, "cost", load, "%.0f", 1)));
            }
        }
    }

    /// Row by row: memory, micro, config, restart, api.
    private void others() {
        Map<String, List<Result>> others = new LinkedHashMap<>();
        for (String test : List.of("memory", "micro", "config", "restart", "api")) {
            List<Result> rows =
                    run.results().rows().stream().filter(row -> row.test().equals(test)).toList();
            if (!rows.isEmpty()) {
                others.put(test, rows);
            }
        }
        others.forEach((test, rows) -> {
            heading("`" + test + "`", "| what | way | flows | compartments | figure | unit |");
            rows.forEach(row -> line(other(row)));
        });
    }

    private static String other(Result row) {
        return String.format(
                Locale.ROOT,
                "| %s %s | %s | %,d | %,d | %s | %s |",
                row.variant(),
                row.metric(),
                row.load().direction(),
                row.load().flows(),
                row.load().compartments(),
                figures(row.spread(), "%.1f", 1),
                row.unit());
    }

    private Set<Result.Load> loads(String test) {
        return run.results().rows().stream()
                .filter(row -> row.test().equals(test))
                .map(Result::load)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<String> variants(String test, Result.Load load) {
        return run.results().rows().stream()
                .filter(row -> row.test().equals(test) && row.load().equals(load))
                .map(Result::variant)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Optional<Spread> spread(String test, String variant, String metric, Result.Load load) {
        return run.results().find(test, variant, metric, load).map(Result::spread);
    }

    private String cell(
            String test,
            String variant,
            String metric,
            Result.Load load,
            String format,
            double unit) {
        return spread(test, variant, metric, load)
                .map(spread -> figures(spread, format, unit))
                .orElse("");
    }

    private String median(
            String test,
            String variant,
            String metric,
            Result.Load load,
            String format,
            double unit) {
        return spread(test, variant, metric, load)
                .map(spread -> String.format(Locale.ROOT, format, spread.median() / unit))
                .orElse("");
    }

    private static String figures(Spread spread, String format, double unit) {
        String median = String.format(Locale.ROOT, format, spread.median() / unit);
        return spread.min() == spread.max()
                ? median
                : "%s (%s–%s)"
                        .formatted(
                                median,
                                String.format(Locale.ROOT, format, spread.min() / unit),
                                String.format(Locale.ROOT, format, spread.max() / unit));
    }
}
