package io.hnvgateway.benchmarks.command;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.device.Testbed;
import io.hnvgateway.benchmarks.forward.ForwardBench;
import io.hnvgateway.benchmarks.forward.Matrix;
import picocli.CommandLine.Command;

/// Packets a second and CPU time a packet.
@Command(
        name = "forward",
        mixinStandardHelpOptions = true,
        description = "Packets a second and CPU time a packet, beside Linux and Open vSwitch.")
final class ForwardCommand extends SideBySide {
    @Override
    void measure(Testbed testbed, Results results) throws Exception {
        ForwardBench bench = new ForwardBench(quick(), testbed, out);
        bench.run(Matrix.few(quick()), results);
        bench.run(Matrix.million(quick()), results);
    }
}
