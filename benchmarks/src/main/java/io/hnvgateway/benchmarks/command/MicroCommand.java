package io.hnvgateway.benchmarks.command;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.micro.MicroBench;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// JMH.
@Command(
        name = "micro",
        mixinStandardHelpOptions = true,
        description = "JMH benchmarks of single parts.")
final class MicroCommand extends BenchCommand {
    @Parameters(arity = "0..1", paramLabel = "PATTERN", description = "Which ones.")
    private @Nullable String pattern;

    @Override
    void measure(Results results) throws Exception {
        MicroBench bench = new MicroBench(results, out);
        if (quick()) {
            bench.quick();
        } else {
            bench.all(pattern == null ? "" : pattern);
        }
    }
}
