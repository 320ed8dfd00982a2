package io.hnvgateway.benchmarks;

import java.util.Collection;
import java.util.Locale;

/// Median, least and greatest of the rounds; not a number: there is no figure.
public record Spread(double median, double min, double max) {

    public static Spread of(Collection<Double> rounds) {
        double[] sorted = rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no rounds");
        }
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /// A figure that is computed, not measured.
    public static Spread exactly(double value) {
        return new Spread(value, value, value);
    }

    /// A number as JSON has it, in no locale's fashion.
    static String plain(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "null";
    }
}
