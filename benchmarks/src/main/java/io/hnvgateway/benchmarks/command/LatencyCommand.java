package io.hnvgateway.benchmarks.command;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.device.Testbed;
import io.hnvgateway.benchmarks.device.Variants;
import io.hnvgateway.benchmarks.latency.LatencyBench;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;

/// Percentiles of the time through a gateway.
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description = "Percentiles of the time that packets take at half load.")
final class LatencyCommand extends SideBySide {
    @Override
    List<String> variants() {
        return List.of(Variants.XDP, Variants.JAVA, Variants.LINUX, Variants.OVS);
    }

    @Override
    Set<String> millions() {
        return Set.of();
    }

    @Override
    void measure(Testbed testbed, Results results) throws Exception {
        new LatencyBench(quick(), testbed, out).run(results);
    }
}
