package io.hnvgateway.benchmarks.command;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.ipsec.IpsecBench;
import io.hnvgateway.benchmarks.ipsec.ManyBench;
import io.hnvgateway.benchmarks.ipsec.RekeyBench;
import io.hnvgateway.benchmarks.micro.MicroBench;
import io.hnvgateway.benchmarks.report.Targets;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// One IPsec tunnel beside strongSwan's own ESP in user space.
@Command(
        name = "ipsec",
        mixinStandardHelpOptions = true,
        description =
                "One IPsec tunnel of the gateway beside strongSwan's kernel-libipsec, and its ESP stage alone.")
final class IpsecCommand extends BenchCommand {
    @Option(
            names = "--tunnels",
            paramLabel = "N",
            description = "How many there are side by side; default 1,000, with --quick 100.")
    private int tunnels;

    @Option(
            names = "--stage",
            split = ",",
            paramLabel = "STAGE",
            description = "Which of ${COMPLETION-CANDIDATES}; default: all.")
    private Set<Stage> stages = EnumSet.allOf(Stage.class);

    /// A part of it.
    enum Stage {
        ONE,
        REKEY,
        MANY,
        ESP
    }

    @Override
    void measure(Results results) throws Exception {
        if (stages.contains(Stage.ONE)) {
            new IpsecBench(quick(), out, results).run();
        }
        if (stages.contains(Stage.REKEY)) {
            new RekeyBench(quick() ? RekeyBench.QUICK_REKEYS : RekeyBench.REKEYS, out, results)
                    .run();
        }
        if (stages.contains(Stage.MANY)) {
            new ManyBench(tunnels(), out, results).run();
        }
        if (stages.contains(Stage.ESP)) {
            new MicroBench(results, out).esp();
        }
    }

    private int tunnels() {
        if (tunnels > 0) {
            return tunnels;
        }
        return quick() ? ManyBench.QUICK_TUNNELS : ManyBench.TUNNELS;
    }

    @Override
    int conclude(Results results) {
        out.printf("%nTargets%n");
        Targets.linesOfIpsec(results).forEach(out::println);
        return 0;
    }
}
