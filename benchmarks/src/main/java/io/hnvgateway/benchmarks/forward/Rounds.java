package io.hnvgateway.benchmarks.forward;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.Spread;
import io.hnvgateway.benchmarks.device.GeneratorAlone;
import io.hnvgateway.benchmarks.device.Variants;
import io.hnvgateway.benchmarks.traffic.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The rounds of one scenario: rates, costs without the generator's part, and how many times
/// cheaper than Linux. Differences and ratios are taken inside a round.
final class Rounds {
    /// Some packets of the generator's end may be counted in the next turn.
    private static final double LEAST_HITS = 0.99;

    private final Scenario scenario;
    private final List<Round> rounds = new ArrayList<>();

    Rounds(Scenario scenario) {
        this.scenario = scenario;
    }

    void add(Round round) {
        rounds.add(round);
    }

    Scenario scenario() {
        return scenario;
    }

    Set<String> variants() {
        return rounds.getFirst().variants();
    }

    Spread packetsPerSecond(String variant) {
        return over(round -> round.packetsPerSecond(variant));
    }

    Spread costNs(String variant) {
        return over(round -> round.costNs(variant));
    }

    /// Nothing for the generator, or without Linux in the run.
    @Nullable Spread timesCheaperThanLinux(String variant) {
        boolean comparable = variants().contains(Variants.LINUX);
        return !comparable || GeneratorAlone.isVariant(variant)
                ? null
                : over(round -> round.costNs(Variants.LINUX) / round.costNs(variant));
    }

    /// Share of the packets delivered that the variant's executor carried as hits; null for who
    /// counts none.
    @Nullable Spread hitShare(String variant) {
        return rounds.getFirst().hitShare(variant).isPresent()
                ? over(round -> round.hitShare(variant).orElseThrow())
                : null;
    }

    /// Whether the figures are of what the variant's name says: in each round.
    boolean isItself(String variant) {
        Spread share = hitShare(variant);
        return share == null || share.min() >= LEAST_HITS;
    }

    /// Those that are not, each in words.
    List<String> strangers() {
        return variants().stream()
                .filter(variant -> !isItself(variant))
                .map(variant -> "%s, %s: %s".formatted(variant, scenario, hits(variant)))
                .toList();
    }

    /// What was wrong with its hits, in words.
    String hits(String variant) {
        Spread share = Objects.requireNonNull(hitShare(variant));
        return String.format(
                Locale.ROOT,
                "only %.1f %% (%.1f-%.1f) of its packets were hits of its executor",
                100 * share.median(),
                100 * share.min(),
                100 * share.max());
    }

    private Spread over(ToDoubleFunction<Round> figure) {
        return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
    }

    void addTo(Results results) {
        for (String variant : variants()) {
            Spread hits = hitShare(variant);
            if (hits != null) {
                results.add(row(variant, "hits", hits, "hits/packet"));
            }
            if (!isItself(variant)) {
                continue; // figures under a wrong name
            }
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
}
