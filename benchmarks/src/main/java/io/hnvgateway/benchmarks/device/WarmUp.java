package io.hnvgateway.benchmarks.device;

import io.hnvgateway.benchmarks.traffic.Direction;
import io.hnvgateway.benchmarks.traffic.Scenario;
import java.io.IOException;
import java.util.List;

/// Brings a virtual machine's compiler to its end, which takes its time on a busy machine: the
/// gateways forward both ways until it does not get better any more.
public final class WarmUp {
    /// What does not get better by this factor any more is warm.
    private static final double STEADY = 0.97;

    private static final List<Scenario> SCENARIOS =
            List.of(
                    new Scenario(Direction.UP, 64, 10_000, 1),
                    new Scenario(Direction.DOWN, 64, 10_000, 1));

    private final int turns;
    private final double seconds;

    public WarmUp(boolean quick) {
        turns = quick ? 3 : 6;
        seconds = quick ? 0.7 : 2;
    }

    public void run(Testbed testbed) throws IOException, InterruptedException {
        for (HnvGateway.Executor executor : HnvGateway.Executor.values()) {
            var device = testbed.device(executor.variant(), SCENARIOS.getFirst());
            if (device.isPresent()) {
                warm(testbed, device.get());
            }
        }
    }

    private void warm(Testbed testbed, DeviceUnderTest device)
            throws IOException, InterruptedException {
        double bestNs = Double.MAX_VALUE;
        for (int turn = 0; turn < turns; turn++) {
            double costNs = 0;
            for (Scenario scenario : SCENARIOS) {
                testbed.generator().establish(device, scenario);
                costNs += testbed.generator().saturate(device, scenario, seconds).costNs();
            }
            device.settle();
            if (turn > 1 && costNs > bestNs * STEADY) {
                return;
            }
            bestNs = Math.min(bestNs, costNs);
        }
    }
}
