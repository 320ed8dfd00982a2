package io.hnvgateway.benchmarks.command;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.config.ConfigBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Time and memory of configuration at scale.
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description =
                "Time and memory to load 10,000 networks (--quick: 1,000) and to change single ones.")
final class ConfigCommand extends BenchCommand {
    @Option(
            names = "--data-path",
            paramLabel = "PATH",
            description = "xdp or packet; default ${DEFAULT-VALUE}.")
    private String dataPath = "xdp";

    @Override
    void measure(Results results) throws Exception {
        new ConfigBench(quick(), dataPath, out, results).run();
    }
}
