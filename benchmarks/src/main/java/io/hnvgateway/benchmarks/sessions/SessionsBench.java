package io.hnvgateway.benchmarks.sessions;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.Spread;
import io.hnvgateway.benchmarks.device.DeviceUnderTest;
import io.hnvgateway.benchmarks.device.Testbed;
import io.hnvgateway.benchmarks.device.Variants;
import io.hnvgateway.benchmarks.traffic.Direction;
import io.hnvgateway.benchmarks.traffic.FlowRange;
import io.hnvgateway.benchmarks.traffic.Measurement;
import io.hnvgateway.benchmarks.traffic.Scenario;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A million flows of a thousand compartments are introduced in parts, each packet the first of its
/// flow and from an inside port that has none yet. The first parts warm the gateway up and do not
/// count. Afterwards the flows stand, for what measures them next.
public final class SessionsBench {
    private static final String TEST = "sessions";
    private static final int PART = 200_000;
    private static final int WARM_UP_PARTS = 2;

    private final boolean quick;
    private final Testbed testbed;
    private final PrintStream out;

    /// All parts together are the flows that `forward` uses.
    public static final Scenario SCENARIO =
            new Scenario(Direction.UP, 64, 1_000_000, Testbed.TENANTS);

    public SessionsBench(boolean quick, Testbed testbed, PrintStream out) {
        this.quick = quick;
        this.testbed = testbed;
        this.out = out;
    }

    public void run(Results results) throws IOException, InterruptedException {
        out.printf("%nnew sessions: million/s, CPU ns a session%n");
        for (String variant : variants()) {
            Optional<DeviceUnderTest> device = testbed.device(variant, SCENARIO);
            if (device.isPresent()) {
                measure(device.get(), results);
            }
        }
    }

    /// Sessions are made by the same Java code with either executor.
    private List<String> variants() {
        return quick
                ? List.of(Variants.XDP, Variants.LINUX)
                : List.of(Variants.XDP, Variants.JAVA, Variants.LINUX);
    }

    private void measure(DeviceUnderTest device, Results results)
            throws IOException, InterruptedException {
        List<Double> rates = new ArrayList<>();
        List<Double> costs = new ArrayList<>();
        for (int part = 0; part < SCENARIO.flows() / PART; part++) {
            Measurement measurement =
                    testbed.generator()
                            .introduce(device, SCENARIO, new FlowRange(part * PART, PART))
                            .checked(device.variant());
            if (part >= WARM_UP_PARTS) {
                rates.add(measurement.packetsPerSecond());
                costs.add(measurement.costNs());
            }
        }
        Spread rate = Spread.of(rates);
        Spread cost = Spread.of(costs);
        results.add(row(device.variant(), "rate", rate, "sessions/s"));
        results.add(row(device.variant(), "cost", cost, "ns/session"));
        out.printf(
                "%-16s %.3f  (%.3f-%.3f)     %.0f%n",
                device.variant(),
                rate.median() / 1e6,
                rate.min() / 1e6,
                rate.max() / 1e6,
                cost.median());
    }

    private static Result row(String variant, String metric, Spread spread, String unit) {
        return new Result(TEST, variant, metric, SCENARIO.load(), spread, unit);
    }
}
