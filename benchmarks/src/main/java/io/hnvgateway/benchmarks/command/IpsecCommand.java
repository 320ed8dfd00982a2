package io.hnvgateway.benchmarks.command;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.ipsec.IpsecBench;
import io.hnvgateway.benchmarks.micro.MicroBench;
import io.hnvgateway.benchmarks.report.Targets;
import picocli.CommandLine.Command;

/// One IPsec tunnel beside strongSwan's own ESP in user space.
@Command(
        name = "ipsec",
        mixinStandardHelpOptions = true,
        description =
                "One IPsec tunnel of the gateway beside strongSwan's kernel-libipsec, and its ESP stage alone.")
final class IpsecCommand extends BenchCommand {
    @Override
    void measure(Results results) throws Exception {
        new IpsecBench(quick(), out, results).run();
        new MicroBench(results, out).esp();
    }

    @Override
    int conclude(Results results) {
        out.printf("%nTargets%n");
        Targets.linesOfIpsec(results).forEach(out::println);
        return 0;
    }
}
