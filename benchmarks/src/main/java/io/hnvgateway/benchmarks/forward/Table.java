package io.hnvgateway.benchmarks.forward;

import io.hnvgateway.benchmarks.Spread;
import io.hnvgateway.benchmarks.traffic.Scenario;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The results for people: medians, with least and greatest in brackets.
final class Table {
    private static final String ROW = "%-16s %-24s %-26s %s%n";

    private final PrintStream out;

    Table(PrintStream out) {
        this.out = out;
    }

    void print(Rounds rounds) {
        Scenario scenario = rounds.scenario();
        out.printf(
                "%n%s, %d-byte frames, %,d flow%s, %,d compartment%s%n",
                scenario.direction().label(),
                scenario.frameBytes(),
                scenario.flows(),
                scenario.flows() == 1 ? "" : "s",
                scenario.compartments(),
                scenario.compartments() == 1 ? "" : "s");
        out.printf(ROW, "", "million packets/s", "CPU ns a packet", "times cheaper than Linux");
        for (String variant : rounds.variants()) {
            if (!rounds.isItself(variant)) {
                out.printf("%-16s FAILED: %s%n", variant, rounds.hits(variant));
                continue;
            }
            out.printf(
                    ROW,
                    variant,
                    figures("%.3f", rounds.packetsPerSecond(variant), 1e6),
                    figures("%.0f", rounds.costNs(variant), 1),
                    advantage(rounds.timesCheaperThanLinux(variant)));
        }
    }

    private static String advantage(@Nullable Spread ratio) {
        return ratio == null ? "" : figures("%.2f", ratio, 1);
    }

    private static String figures(String format, Spread spread, double unit) {
        return String.format(
                Locale.ROOT,
                "%1$s  (%1$s-%1$s)".replace("%1$s", format),
                spread.median() / unit,
                spread.min() / unit,
                spread.max() / unit);
    }
}
