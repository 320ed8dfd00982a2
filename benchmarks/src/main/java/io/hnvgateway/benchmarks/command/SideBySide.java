package io.hnvgateway.benchmarks.command;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.device.Testbed;
import io.hnvgateway.benchmarks.device.Variants;
import io.hnvgateway.benchmarks.device.WarmUp;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/// Benchmarks of gateways beside each other.
abstract class SideBySide extends BenchCommand {
    @Option(
            names = "--only",
            paramLabel = "VARIANT",
            split = ",",
            description =
                    "Leave out the others of xdp, java, java-packet, linux, ovs-afxdp, redirect.")
    private List<String> only = List.of();

    /// Whether some are named.
    final boolean isChosen() {
        return !only.isEmpty();
    }

    /// Those that it knows how to use.
    List<String> variants() {
        return Variants.ALL;
    }

    /// Those that are to carry a million flows.
    Set<String> millions() {
        return quick() ? Set.of(Variants.XDP) : Set.of(Variants.XDP, Variants.JAVA);
    }

    @Override
    void measure(Results results) throws Exception {
        long startNs = System.nanoTime();
        try (Testbed testbed = new Testbed(Variants.chosen(only, variants()), millions())) {
            long builtNs = System.nanoTime();
            new WarmUp(quick()).run(testbed);
            out.printf(
                    "%n(set-up took %.0f s, warming up %.0f s)%n",
                    (builtNs - startNs) / 1e9, (System.nanoTime() - builtNs) / 1e9);
            measure(testbed, results);
        }
    }

    abstract void measure(Testbed testbed, Results results) throws Exception;
}
