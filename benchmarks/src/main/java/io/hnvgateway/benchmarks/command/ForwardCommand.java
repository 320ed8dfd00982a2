package io.hnvgateway.benchmarks.command;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.device.Testbed;
import io.hnvgateway.benchmarks.forward.ForwardBench;
import io.hnvgateway.benchmarks.forward.Matrix;
import io.hnvgateway.benchmarks.traffic.Scenario;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Packets a second and CPU time a packet.
@Command(
        name = "forward",
        mixinStandardHelpOptions = true,
        description = "Packets a second and CPU time a packet, beside Linux and Open vSwitch.")
final class ForwardCommand extends SideBySide {
    @Option(
            names = "--scenario",
            paramLabel = "DIRECTION,BYTES,FLOWS,COMPARTMENTS",
            converter = ScenarioConverter.class,
            description = "This one alone, as up,64,10000,1; may be repeated.")
    private List<Scenario> scenarios = List.of();

    /// A converter's exception is the operator's fault.
    private static final class ScenarioConverter implements ITypeConverter<Scenario> {
        @Override
        public Scenario convert(String text) {
            try {
                return Scenario.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    Set<String> millions() {
        boolean none = scenarios.stream().allMatch(scenario -> scenario.flows() < Matrix.MILLION);
        return !scenarios.isEmpty() && none ? Set.of() : super.millions();
    }

    @Override
    void measure(Testbed testbed, Results results) throws Exception {
        ForwardBench bench = new ForwardBench(quick(), testbed, out);
        if (!scenarios.isEmpty()) {
            bench.run(Matrix.of(scenarios), results);
            return;
        }
        bench.run(Matrix.few(quick()), results);
        bench.run(Matrix.million(quick()), results);
    }
}
