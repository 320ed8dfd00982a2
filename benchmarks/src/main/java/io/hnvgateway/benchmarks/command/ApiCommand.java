package io.hnvgateway.benchmarks.command;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.api.ApiBench;
import io.hnvgateway.benchmarks.report.Targets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The gateway as a controller knows it.
@Command(
        name = "api",
        mixinStandardHelpOptions = true,
        description =
                "A controller fills, changes and reads a gateway over HTTPS, 5,000 tenants"
                        + " (--quick: 1,000).")
final class ApiCommand extends BenchCommand {
    @Option(names = "--tenants", paramLabel = "N", description = "Another number of them.")
    private int tenants;

    @Override
    void measure(Results results) throws Exception {
        int many = tenants > 0 ? tenants : quick() ? ApiBench.QUICK_TENANTS : ApiBench.TENANTS;
        new ApiBench(many, out, results).run();
    }

    @Override
    int conclude(Results results) {
        out.printf("%nTargets%n");
        Targets.linesOfApi(results).forEach(out::println);
        return 0;
    }
}
