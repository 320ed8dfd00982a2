package io.hnvgateway.benchmarks.api;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.Spread;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;

/// The rows that this benchmark makes.
public final class ApiRows {
    public static final String TEST = "api";
    public static final String GATEWAY = "hnv";

    private static final double P99 = 0.99;

    private final PrintStream out;
    private final Results results;
    private final int tenants;

    ApiRows(PrintStream out, Results results, int tenants) {
        this.out = out;
        this.results = results;
        this.tenants = tenants;
    }

    /// As rows name it.
    public static Result.Load load(int tenants) {
        return new Result.Load("control", 0, 0, tenants);
    }

    void add(String metric, double value, String unit) {
        add(metric, Spread.exactly(value), unit);
    }

    /// Median and extremes; the worst in a row of its own, and so the value below which 99 in 100
    /// are.
    void addAll(String metric, Collection<Double> values, String unit) {
        add(metric, Spread.of(values), unit);
        List<Double> sorted = values.stream().sorted().toList();
        add(metric + "-99-percent", sorted.get((int) Math.ceil(P99 * sorted.size()) - 1), unit);
        add(metric + "-worst", sorted.getLast(), unit);
    }

    private void add(String metric, Spread spread, String unit) {
        results.add(new Result(TEST, GATEWAY, metric, load(tenants), spread, unit));
        out.printf(
                "%-8s %-36s %6d tenants %12.2f %s (%.2f to %.2f)%n",
                TEST, metric, tenants, spread.median(), unit, spread.min(), spread.max());
    }
}
