package io.hnvgateway.benchmarks.report;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import java.util.Locale;
import java.util.OptionalDouble;

/// One row of a run, by its keys; its median is the figure.
record Figure(String test, String variant, String metric, Result.Load load) {

    OptionalDouble in(Results results) {
        return results.find(test, variant, metric, load)
                .map(row -> row.spread().median())
                .filter(Double::isFinite)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    /// Short where it is large.
    static String text(double value) {
        if (Math.abs(value) >= 100_000) {
            return String.format(Locale.ROOT, "%.2f million", value / 1e6);
        }
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%,.0f", value);
    }
}
