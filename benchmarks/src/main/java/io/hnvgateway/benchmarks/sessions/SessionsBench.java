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

/// A million flows of a thousand compartments are introduced in parts, each packet the first of its
/// flow and from an inside port that has none yet; each device in turn. The first parts warm the
/// gateway up and do not count; after each of them it gets the time to compile. Afterwards the
/// flows stand, for what measures them next.
public final class SessionsBench {
    private static final String TEST = "sessions";
    private static final int WARM_UP_PART = 50_000;
    private static final int WARM_UP_PARTS = 8;
    private static final int PART = 100_000;
    private static final int PARTS = 6;

    private final boolean quick;
    private final Testbed testbed;
    private final PrintStream out;

    /// All parts together are the flows that `forward` uses.
    public static final Scenario SCENARIO =
            new Scenario(
                    Direction.UP, 64, WARM_UP_PARTS * WARM_UP_PART + PARTS * PART, Testbed.TENANTS);

    public SessionsBench(boolean quick, Testbed testbed, PrintStream out) {
        this.quick = quick;
        this.testbed = testbed;
        this.out = out;
    }

    /// One device's part of the run.
    private record Course(DeviceUnderTest device, List<Double> rates, List<Double> costs) {
        Course(DeviceUnderTest device) {
            this(device, new ArrayList<>(), new ArrayList<>());
        }

        void add(Measurement measurement) {
            rates.add(measurement.packetsPerSecond());
            costs.add(measurement.costNs());
        }
    }

    public void run(Results results) throws IOException, InterruptedException {
        out.printf("%nnew sessions: million/s, CPU ns a session%n");
        List<Course> courses =
                variants().stream()
                        .flatMap(variant -> testbed.device(variant, SCENARIO).stream())
                        .map(Course::new)
                        .toList();
        for (int part = 0; part < WARM_UP_PARTS; part++) {
            for (Course course : courses) {
                introduce(course.device(), part * WARM_UP_PART, WARM_UP_PART);
                course.device().settle();
            }
        }
        for (int part = 0; part < PARTS; part++) {
            for (Course course : courses) {
                int first = WARM_UP_PARTS * WARM_UP_PART + part * PART;
                course.add(introduce(course.device(), first, PART));
            }
        }
        courses.forEach(course -> report(course, results));
    }

    /// Sessions are made by the same Java code with either executor.
    private List<String> variants() {
        return quick
                ? List.of(Variants.XDP, Variants.LINUX)
                : List.of(Variants.XDP, Variants.JAVA, Variants.LINUX);
    }

    private Measurement introduce(DeviceUnderTest device, int first, int count)
            throws IOException, InterruptedException {
        return testbed.generator()
                .introduce(device, SCENARIO, new FlowRange(first, count))
                .checked(device.variant());
    }

    private void report(Course course, Results results) {
        String variant = course.device().variant();
        Spread rate = Spread.of(course.rates());
        Spread cost = Spread.of(course.costs());
        results.add(row(variant, "rate", rate, "sessions/s"));
        results.add(row(variant, "cost", cost, "ns/session"));
        out.printf(
                "%-16s %.3f  (%.3f-%.3f)     %.0f%n",
                variant, rate.median() / 1e6, rate.min() / 1e6, rate.max() / 1e6, cost.median());
    }

    private static Result row(String variant, String metric, Spread spread, String unit) {
        return new Result(TEST, variant, metric, SCENARIO.load(), spread, unit);
    }
}
