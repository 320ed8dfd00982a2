package io.hnvgateway.benchmarks.micro;

import io.hnvgateway.benchmarks.Results;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs the JMH benchmarks of this package: all of them as they are, or in short those that the
/// targets need.
public final class MicroBench {
    private final Results results;
    private final PrintStream out;

    public MicroBench(Results results, PrintStream out) {
        this.results = results;
        this.out = out;
    }

    /// @param pattern part of their names
    public void all(String pattern) throws RunnerException {
        String include = MicroBench.class.getPackageName() + ".*" + pattern + ".*";
        report(new Runner(new OptionsBuilder().include(include).build()).run());
    }

    /// IPv4 alone, and fewer, shorter iterations.
    public void quick() throws RunnerException {
        out.printf("%nJMH, ns: median of all batches%n");
        pipeline(10_000, 1);
        pipeline(1_000_000, 1000);
        sessions();
    }

    /// The ESP stage alone, one tunnel; as short as [#quick].
    public void esp() throws RunnerException {
        try {
            report(
                    new Runner(
                                    quickly("EspBenchmark")
                                            .param("provider", "IPSEC_MB")
                                            .param("tunnels", "1")
                                            .build())
                            .run());
        } catch (NoBenchmarksException e) {
            out.println("esp: there is no such benchmark");
        }
    }

    private void sessions() throws RunnerException {
        var options =
                quickly("SessionBenchmark").param("kind", "UDP").param("compartments", "1000");
        try {
            report(new Runner(options.build()).run());
        } catch (NoBenchmarksException e) {
            out.println("session-open: there is no such benchmark");
        }
    }

    private void pipeline(int flows, int compartments) throws RunnerException {
        report(
                new Runner(
                                quickly("PipelineBenchmark")
                                        .param("ipv6", "false")
                                        .param("flows", Integer.toString(flows))
                                        .param("compartments", Integer.toString(compartments))
                                        .build())
                        .run());
    }

    private static ChainedOptionsBuilder quickly(String benchmark) {
        return new OptionsBuilder()
                .include(MicroBench.class.getPackageName() + "." + benchmark)
                .verbosity(VerboseMode.SILENT)
                .warmupIterations(2)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(2)
                .measurementTime(TimeValue.milliseconds(500));
    }

    private void report(Collection<RunResult> runs) {
        List<MicroRow> rows = runs.stream().map(MicroRow::of).toList();
        for (MicroRow row : rows) {
            results.add(row.result());
            out.println(row.line());
        }
    }
}
