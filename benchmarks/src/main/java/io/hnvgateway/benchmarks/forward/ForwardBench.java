package io.hnvgateway.benchmarks.forward;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.device.DeviceUnderTest;
import io.hnvgateway.benchmarks.device.GeneratorAlone;
import io.hnvgateway.benchmarks.device.Testbed;
import io.hnvgateway.benchmarks.traffic.LoadGenerator;
import io.hnvgateway.benchmarks.traffic.Scenario;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The run: for each block of the matrix some rounds, in each round every scenario and every device
/// in turn.
public final class ForwardBench {
    private final Effort effort;
    private final Testbed testbed;
    private final PrintStream out;

    /// How long and how often.
    ///
    /// @param roundsAside of blocks that no target needs
    private record Effort(int rounds, int roundsAside, double seconds, double warmUpSeconds) {
        int rounds(Matrix.Block block) {
            return block.isJudged() ? rounds : roundsAside;
        }
    }

    public ForwardBench(boolean quick, Testbed testbed, PrintStream out) {
        this.testbed = testbed;
        this.out = out;
        effort = quick ? new Effort(7, 3, 0.2, 0.2) : new Effort(9, 9, 0.8, 1);
    }

    /// Throws, when all is measured, if a gateway forwarded in another way than its row says.
    public void run(List<Matrix.Block> blocks, Results results)
            throws IOException, InterruptedException {
        Table table = new Table(out);
        List<String> strangers = new ArrayList<>();
        for (Matrix.Block block : blocks) {
            for (Rounds rounds : measured(block)) {
                rounds.addTo(results);
                table.print(rounds);
                strangers.addAll(rounds.strangers());
            }
        }
        if (!strangers.isEmpty()) {
            throw new IOException("not carried by its executor: " + String.join("; ", strangers));
        }
    }

    private List<Rounds> measured(Matrix.Block block) throws IOException, InterruptedException {
        List<Rounds> all = new ArrayList<>();
        for (Matrix.Entry entry : block.entries()) {
            prepare(entry);
            all.add(new Rounds(entry.scenario()));
        }
        for (int i = 0; i < effort.rounds(block); i++) {
            for (int j = 0; j < all.size(); j++) {
                all.get(j).add(round(block.entries().get(j)));
            }
        }
        return all;
    }

    private void prepare(Matrix.Entry entry) throws IOException, InterruptedException {
        LoadGenerator generator = testbed.generator();
        for (DeviceUnderTest device : devices(entry)) {
            generator.establish(device, entry.scenario());
            generator.saturate(device, entry.scenario(), effort.warmUpSeconds());
            device.settle();
        }
    }

    private Round round(Matrix.Entry entry) throws IOException, InterruptedException {
        Scenario scenario = entry.scenario();
        Round round = new Round();
        for (DeviceUnderTest device : devices(entry)) {
            OptionalLong before = device.hits();
            round.add(
                    device.variant(),
                    GeneratorAlone.variantOf(device.sent(scenario)),
                    testbed.generator().saturate(device, scenario, effort.seconds()));
            OptionalLong after = device.hits();
            if (before.isPresent() && after.isPresent()) {
                round.addHits(device.variant(), after.getAsLong() - before.getAsLong());
            }
        }
        return round;
    }

    private List<DeviceUnderTest> devices(Matrix.Entry entry) {
        List<DeviceUnderTest> able =
                testbed.devices().stream()
                        .filter(device -> device.takes(entry.scenario()))
                        .filter(device ->
                                GeneratorAlone.isVariant(device.variant())
                                        || entry.variants().contains(device.variant()))
                        .toList();
        return able.stream().filter(device -> isNeeded(device, entry.scenario(), able)).toList();
    }

    /// A generator alone is measured if another device is sent the same frames.
    private static boolean isNeeded(
            DeviceUnderTest device, Scenario scenario, List<DeviceUnderTest> able) {
        return !GeneratorAlone.isVariant(device.variant())
                || able.stream()
                        .anyMatch(other ->
                                !GeneratorAlone.isVariant(other.variant())
                                        && other.sent(scenario) == device.sent(scenario));
    }
}
