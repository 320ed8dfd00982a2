package io.hnvgateway.benchmarks.forward;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The rounds of one scenario: rates, costs without the generator's part, and how many times
/// cheaper than Linux. Differences and ratios are taken inside a round.
final class Rounds {
    private static final double TOLERATED_LOSS = 0.01;

    private final Scenario scenario;
    private final List<Round> rounds = new ArrayList<>();

    Rounds(Scenario scenario) {
        this.scenario = scenario;
    }

    void add(Round round) {
        rounds.add(round);
    }

    Set<String> variants() {
        return rounds.getFirst().measurements.keySet();
    }

    Spread packetsPerSecond(String variant) {
        return over(round -> round.of(variant).packetsPerSecond());
    }

    Spread costNs(String variant) {
        return over(round -> round.costNs(variant));
    }

    /// Nothing for the generator, or without Linux in the run.
    @Nullable Spread timesCheaperThanLinux(String variant) {
        boolean comparable = variants().contains(LinuxGateway.VARIANT);
        return !comparable || GeneratorAlone.isVariant(variant)
                ? null
                : over(round -> round.costNs(LinuxGateway.VARIANT) / round.costNs(variant));
    }

    private Spread over(ToDoubleFunction<Round> figure) {
        return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
    }

    void addTo(Results results) {
        for (String variant : variants()) {
            results.add(row(variant, "rate", packetsPerSecond(variant), "packets/s"));
            results.add(row(variant, "cost", costNs(variant), "ns/packet"));
            Spread ratio = timesCheaperThanLinux(variant);
            if (ratio != null) {
                results.add(row(variant, "cost-advantage", ratio, "linux/variant"));
            }
        }
    }

    private Result row(String variant, String metric, Spread spread, String unit) {
        return new Result("forward", variant, metric, scenario.load(), spread, unit);
    }

    /// What each device did in its turn.
    static final class Round {
        private final Map<String, Measurement> measurements = new LinkedHashMap<>();
        private final Map<String, Encapsulation> encapsulations = new LinkedHashMap<>();

        void add(DeviceUnderTest device, Measurement measurement) throws IOException {
            check(device, measurement);
            measurements.put(device.variant(), measurement);
            encapsulations.put(device.variant(), device.encapsulation());
        }

        private static void check(DeviceUnderTest device, Measurement measurement)
                throws IOException {
            if (measurement.wrong() > 0
                    || measurement.delivered() == 0
                    || measurement.lostShare() > TOLERATED_LOSS) {
                throw new IOException(
                        device.variant() + " did not forward properly: " + measurement.values());
            }
        }

        Measurement of(String variant) {
            return known(measurements.get(variant), variant);
        }

        double costNs(String variant) {
            double all = of(variant).costNs();
            return GeneratorAlone.isVariant(variant) ? all : all - generatingNs(variant);
        }

        private double generatingNs(String variant) {
            Encapsulation encapsulation = known(encapsulations.get(variant), variant);
            return of(GeneratorAlone.variantOf(encapsulation)).costNs();
        }

        private static <T> T known(@Nullable T value, String variant) {
            if (value == null) {
                throw new IllegalArgumentException("not in this round: " + variant);
            }
            return value;
        }
    }
}
