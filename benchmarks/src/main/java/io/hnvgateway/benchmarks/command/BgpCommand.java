package io.hnvgateway.benchmarks.command;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.bgp.DeadPeerBench;
import io.hnvgateway.benchmarks.bgp.ManyPeersBench;
import io.hnvgateway.benchmarks.bgp.OneRouteBench;
import io.hnvgateway.benchmarks.report.Targets;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Routes that tenants' routers announce, until packets follow them.
@Command(
        name = "bgp",
        mixinStandardHelpOptions = true,
        description = "Routes learned from BIRD routers: one, ten thousand, a hundred tenants'.")
final class BgpCommand extends BenchCommand {
    @Option(
            names = "--tenants",
            paramLabel = "N",
            description = "How many have a peer; default 100, with --quick 20.")
    private int tenants;

    @Option(
            names = "--stage",
            split = ",",
            paramLabel = "STAGE",
            description = "Which of ${COMPLETION-CANDIDATES}; default: all.")
    private Set<Stage> stages = EnumSet.allOf(Stage.class);

    /// A part of it.
    enum Stage {
        ROUTES,
        PEERS,
        DEAD_PEER
    }

    @Override
    void measure(Results results) throws Exception {
        if (stages.contains(Stage.ROUTES)) {
            new OneRouteBench(
                            quick() ? OneRouteBench.QUICK_CHANGES : OneRouteBench.CHANGES,
                            out,
                            results)
                    .run();
        }
        if (stages.contains(Stage.PEERS)) {
            new ManyPeersBench(tenants(), out, results).run();
        }
        if (stages.contains(Stage.DEAD_PEER)) {
            new DeadPeerBench(
                            quick() ? DeadPeerBench.QUICK_FAILURES : DeadPeerBench.FAILURES,
                            out,
                            results)
                    .run();
        }
    }

    private int tenants() {
        if (tenants > 0) {
            return tenants;
        }
        return quick() ? ManyPeersBench.QUICK_TENANTS : ManyPeersBench.TENANTS;
    }

    @Override
    int conclude(Results results) {
        out.printf("%nTargets%n");
        Targets.linesOfBgp(results).forEach(out::println);
        return 0;
    }
}
