package io.hnvgateway.benchmarks.bgp;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.Spread;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;

/// The rows that these benchmarks make.
public final class BgpRows {
    public static final String TEST = "bgp";
    public static final String GATEWAY = "hnv";

    private static final double P99 = 0.99;

    private final PrintStream out;
    private final Results results;

    BgpRows(PrintStream out, Results results) {
        this.out = out;
        this.results = results;
    }

    /// As rows name it.
    ///
    /// @param routes that each tenant's peer announces
    public static Result.Load load(int routes, int tenants) {
        return new Result.Load("in", 0, routes, tenants);
    }

    void add(String metric, Result.Load load, double value, String unit) {
        add(metric, load, Spread.exactly(value), unit);
    }

    /// Median and extremes, and in a row of its own the value below which 99 in 100 are.
    void addAll(String metric, Result.Load load, Collection<Double> values, String unit) {
        add(metric, load, Spread.of(values), unit);
        List<Double> sorted = values.stream().sorted().toList();
        int index = Math.min(sorted.size() - 1, (int) Math.ceil(P99 * sorted.size()) - 1);
        add(metric + "-99-percent", load, sorted.get(index), unit);
    }

    private void add(String metric, Result.Load load, Spread spread, String unit) {
        results.add(new Result(TEST, GATEWAY, metric, load, spread, unit));
        out.printf(
                "%-8s %-9s %-32s %8d routes %4d tenants %10.2f %s (%.2f to %.2f)%n",
                TEST,
                GATEWAY,
                metric,
                load.flows(),
                load.compartments(),
                spread.median(),
                unit,
                spread.min(),
                spread.max());
    }
}
