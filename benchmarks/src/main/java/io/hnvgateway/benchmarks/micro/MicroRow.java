package io.hnvgateway.benchmarks.micro;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Spread;
import io.hnvgateway.benchmarks.device.Variants;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/// A JMH result as a row: the metric is class and method, with parameters that a load has no place
/// for behind them, as `session-open-udp`.
record MicroRow(Result result) {
    private static final Set<String> OF_THE_LOAD = Set.of("direction", "flows", "compartments");

    static MicroRow of(RunResult run) {
        BenchmarkParams params = run.getParams();
        Statistics statistics = run.getPrimaryResult().getStatistics();
        Spread spread =
                new Spread(statistics.getPercentile(50), statistics.getMin(), statistics.getMax());
        return new MicroRow(
                new Result(
                        "micro",
                        Variants.JAVA,
                        metric(params.getBenchmark(), params.getParamsKeys(), params),
                        load(params),
                        spread,
                        run.getPrimaryResult().getScoreUnit()));
    }

    private static String metric(
            String benchmark, Collection<String> keys, BenchmarkParams params) {
        String[] words = benchmark.split("\\.", -1);
        String type = words[words.length - 2].replace("Benchmark", "");
        StringBuilder metric = new StringBuilder(type + "-" + words[words.length - 1]);
        for (String key : new TreeSet<>(keys)) {
            String value = params.getParam(key);
            if (value.equals("true")) {
                metric.append('-').append(key);
            } else if (!value.equals("false") && !OF_THE_LOAD.contains(key)) {
                metric.append('-').append(value);
            }
        }
        return metric.toString().toLowerCase(Locale.ROOT);
    }

    private static Result.Load load(BenchmarkParams params) {
        String direction = parameter(params, "direction", "up").toLowerCase(Locale.ROOT);
        return new Result.Load(
                direction,
                64,
                Integer.parseInt(parameter(params, "flows", "0")),
                Integer.parseInt(parameter(params, "compartments", "1")));
    }

    private static String parameter(BenchmarkParams params, String key, String otherwise) {
        return params.getParamsKeys().contains(key) ? params.getParam(key) : otherwise;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%-24s %-5s %,10d flows %,6d compartments  %.1f  (%.1f-%.1f) %s",
                result.metric(),
                result.load().direction(),
                result.load().flows(),
                result.load().compartments(),
                result.spread().median(),
                result.spread().min(),
                result.spread().max(),
                result.unit());
    }
}
