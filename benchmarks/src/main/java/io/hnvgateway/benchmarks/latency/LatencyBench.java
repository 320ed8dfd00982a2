package io.hnvgateway.benchmarks.latency;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.Spread;
import io.hnvgateway.benchmarks.device.DeviceUnderTest;
import io.hnvgateway.benchmarks.device.GeneratorAlone;
import io.hnvgateway.benchmarks.device.Testbed;
import io.hnvgateway.benchmarks.device.Variants;
import io.hnvgateway.benchmarks.traffic.Direction;
import io.hnvgateway.benchmarks.traffic.LatencyHistogram;
import io.hnvgateway.benchmarks.traffic.Scenario;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// Percentiles of the time from when a packet is due at the generator until the sink has it, at
/// half of each device's own saturated rate, and at half of Linux's; and what the device adds to
/// the generator alone at the same rate, whose packets take time too: their batches, and what else
/// the machine does.
public final class LatencyBench {
    private static final String TEST = "latency";

    /// All devices at Linux's half load: the same packets a second.
    private static final String EQUAL_TEST = "latency-equal";

    private static final int SATURATIONS = 3;

    /// As rows name them.
    private static final Map<String, Double> PERCENTILES = percentiles();

    private final boolean quick;
    private final Testbed testbed;
    private final PrintStream out;
    private final Effort effort;

    private record Effort(int rounds, int equalRounds, double seconds, double saturatedSeconds) {}

    /// Of one round: through the device, and of the generator alone.
    private record Pair(LatencyHistogram through, LatencyHistogram alone) {}

    public LatencyBench(boolean quick, Testbed testbed, PrintStream out) {
        this.quick = quick;
        this.testbed = testbed;
        this.out = out;
        effort = quick ? new Effort(9, 5, 0.3, 0.3) : new Effort(11, 11, 0.5, 0.5);
    }

    private static Map<String, Double> percentiles() {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("p50", 0.5);
        all.put("p90", 0.9);
        all.put("p99", 0.99);
        all.put("p99.9", 0.999);
        all.put("p99.99", 0.9999);
        return all;
    }

    public void run(Results results) throws IOException, InterruptedException {
        for (Direction direction : quick ? Set.of(Direction.UP) : Set.of(Direction.values())) {
            measure(new Scenario(direction, 64, 10_000, 1), results);
        }
    }

    /// One device's part of the run, at one load.
    private record Course(String test, DeviceUnderTest device, double rate, List<Pair> rounds) {
        Course(String test, DeviceUnderTest device, double rate) {
            this(test, device, rate, new ArrayList<>());
        }
    }

    private void measure(Scenario scenario, Results results)
            throws IOException, InterruptedException {
        List<Course> courses = courses(scenario);
        for (int i = 0; i < effort.rounds(); i++) {
            for (Course course : courses) {
                if (course.test().equals(EQUAL_TEST) && i >= effort.equalRounds()) {
                    continue;
                }
                course.rounds().add(pair(course.device(), scenario, course.rate()));
            }
        }
        report(TEST, "each at half of its own rate", courses, scenario, results);
        report(EQUAL_TEST, "all at half of Linux's rate", courses, scenario, results);
    }

    private List<Course> courses(Scenario scenario) throws IOException, InterruptedException {
        List<Course> courses = new ArrayList<>();
        for (String variant : variants()) {
            Optional<DeviceUnderTest> device = testbed.device(variant, scenario);
            if (device.isPresent()) {
                testbed.generator().establish(device.get(), scenario);
                courses.add(new Course(TEST, device.get(), halfLoad(device.get(), scenario)));
            }
        }
        Optional<Course> linux =
                courses.stream()
                        .filter(course -> course.device().variant().equals(Variants.LINUX))
                        .findFirst();
        if (linux.isPresent()) {
            double rate = linux.get().rate();
            List.copyOf(courses).stream()
                    .filter(course -> course.rate() > rate)
                    .forEach(course -> courses.add(new Course(EQUAL_TEST, course.device(), rate)));
        }
        return courses;
    }

    private List<String> variants() {
        return quick
                ? List.of(Variants.XDP, Variants.JAVA, Variants.LINUX)
                : List.of(Variants.XDP, Variants.JAVA, Variants.LINUX, Variants.OVS);
    }

    private double halfLoad(DeviceUnderTest device, Scenario scenario)
            throws IOException, InterruptedException {
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < SATURATIONS; i++) {
            rates.add(
                    testbed.generator()
                            .saturate(device, scenario, effort.saturatedSeconds())
                            .checked(device.variant())
                            .packetsPerSecond());
        }
        return Spread.of(rates).median() / 2;
    }

    private Pair pair(DeviceUnderTest device, Scenario scenario, double rate)
            throws IOException, InterruptedException {
        String alone = GeneratorAlone.variantOf(device.sent(scenario));
        DeviceUnderTest generator = testbed.device(alone, scenario).orElseThrow();
        return new Pair(latencies(device, scenario, rate), latencies(generator, scenario, rate));
    }

    private LatencyHistogram latencies(DeviceUnderTest device, Scenario scenario, double rate)
            throws IOException, InterruptedException {
        return testbed.generator()
                .pace(device, scenario, effort.seconds(), rate)
                .checked(device.variant())
                .latencies();
    }

    private void report(
            String test, String load, List<Course> courses, Scenario scenario, Results results) {
        out.printf(
                "%nlatency, %s, %s, us: added by the device (whole)%n",
                scenario.direction().label(), load);
        courses.stream()
                .filter(course -> course.test().equals(test))
                .forEach(course -> report(course, scenario, results));
    }

    private void report(Course course, Scenario scenario, Results results) {
        String test = course.test();
        String variant = course.device().variant();
        double rate = course.rate();
        List<Pair> rounds = course.rounds();
        out.printf("%-16s at %.3f million/s", variant, rate / 1e6);
        results.add(
                row(test, variant, "offered-rate", scenario, Spread.exactly(rate), "packets/s"));
        PERCENTILES.forEach((name, share) -> {
            Spread whole = spread(rounds, pair -> pair.through().percentileNs(share));
            Spread added =
                    spread(
                            rounds,
                            pair ->
                                    pair.through().percentileNs(share)
                                            - pair.alone().percentileNs(share));
            results.add(row(test, variant, "latency-" + name, scenario, whole, "ns"));
            results.add(row(test, variant, "added-latency-" + name, scenario, added, "ns"));
            out.printf("   %s %.1f (%.1f)", name, added.median() / 1e3, whole.median() / 1e3);
        });
        out.println();
    }

    private static Spread spread(List<Pair> rounds, ToDoubleFunction<Pair> figure) {
        return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
    }

    private static Result row(
            String test,
            String variant,
            String metric,
            Scenario scenario,
            Spread spread,
            String unit) {
        return new Result(test, variant, metric, scenario.load(), spread, unit);
    }
}
