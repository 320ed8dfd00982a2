package io.hnvgateway.benchmarks.forward;

import io.hnvgateway.benchmarks.traffic.Measurement;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What each device did in its turn.
final class Round {
    private final Map<String, Measurement> measurements = new LinkedHashMap<>();
    private final Map<String, String> generators = new LinkedHashMap<>();
    private final Map<String, Double> hits = new LinkedHashMap<>();

    /// @param generator the variant that sends the same frames to nobody
    void add(String variant, String generator, Measurement measurement) throws IOException {
        measurements.put(variant, measurement.checked(variant));
        generators.put(variant, generator);
    }

    /// @param packets of this turn that the variant's executor says it carried as hits
    void addHits(String variant, long packets) {
        hits.put(variant, (double) packets / known(measurements.get(variant), variant).delivered());
    }

    /// Of the packets delivered, those that were hits; empty for who counts none.
    OptionalDouble hitShare(String variant) {
        Double share = hits.get(variant);
        return share == null ? OptionalDouble.empty() : OptionalDouble.of(share);
    }

    Set<String> variants() {
        return measurements.keySet();
    }

    double packetsPerSecond(String variant) {
        return known(measurements.get(variant), variant).packetsPerSecond();
    }

    /// Without the generator's part; the generator's own in its turn.
    double costNs(String variant) {
        String generator = known(generators.get(variant), variant);
        double all = known(measurements.get(variant), variant).costNs();
        return generator.equals(variant)
                ? all
                : all - known(measurements.get(generator), generator).costNs();
    }

    private static <T> T known(@Nullable T value, String variant) {
        if (value == null) {
            throw new IllegalArgumentException("not in this round: " + variant);
        }
        return value;
    }
}
