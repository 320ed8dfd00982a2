package io.hnvgateway.benchmarks.forward;

import static io.hnvgateway.benchmarks.device.Variants.JAVA;
import static io.hnvgateway.benchmarks.device.Variants.LINUX;
import static io.hnvgateway.benchmarks.device.Variants.REDIRECT;
import static io.hnvgateway.benchmarks.device.Variants.XDP;
import static io.hnvgateway.benchmarks.traffic.Direction.DOWN;
import static io.hnvgateway.benchmarks.traffic.Direction.UP;

import io.hnvgateway.benchmarks.device.Testbed;
import io.hnvgateway.benchmarks.device.Variants;
import io.hnvgateway.benchmarks.traffic.Direction;
import io.hnvgateway.benchmarks.traffic.Scenario;
import java.util.ArrayList;
import java.util.List;

/// Which scenarios a run measures, and which devices in each.
///
/// A tenant may take an eighth of the flow table, so a million flows come from a thousand
/// compartments only.
public final class Matrix {
    public static final int MANY = 10_000;
    public static final int MILLION = 1_000_000;
    public static final int SMALL = 64;
    public static final int MIDDLE = 576;
    public static final int LARGE = 1400;

    private static final List<String> EVERY = Variants.ALL;
    private static final List<String> OF_THOUSANDS = List.of(XDP, JAVA, LINUX);

    private Matrix() {}

    /// Scenarios whose figures are compared with each other: measured in the same rounds.
    ///
    /// @param isJudged a target needs it; otherwise fewer rounds do where time is short
    public record Block(List<Entry> entries, boolean isJudged) {}

    public record Entry(Scenario scenario, List<String> variants) {}

    /// All but those with a million flows.
    public static List<Block> few(boolean quick) {
        return quick ? quick() : full();
    }

    /// Those with a million flows. They come last: a connection table full of flows slows Linux
    /// down even where other flows are sent.
    public static List<Block> million(boolean quick) {
        return quick
                ? List.of(million(UP, List.of(XDP, LINUX)))
                : List.of(million(UP, OF_THOUSANDS), million(DOWN, OF_THOUSANDS));
    }

    /// Those that somebody asks for, of one and a thousand compartments, in the same rounds.
    public static List<Block> of(List<Scenario> scenarios) {
        return List.of(
                new Block(
                        scenarios.stream()
                                .map(scenario ->
                                        new Entry(
                                                scenario,
                                                scenario.compartments() == 1
                                                        ? EVERY
                                                        : OF_THOUSANDS))
                                .toList(),
                        true));
    }

    /// What the targets need, and a single flow, and large frames.
    private static List<Block> quick() {
        return List.of(
                tenThousand(UP),
                tenThousand(DOWN),
                new Block(
                        List.of(
                                new Entry(
                                        scenario(UP, SMALL, 1),
                                        List.of(XDP, JAVA, LINUX, REDIRECT)),
                                new Entry(scenario(UP, LARGE, MANY), List.of(XDP, JAVA, LINUX))),
                        false));
    }

    private static List<Block> full() {
        List<Block> blocks = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            blocks.add(tenThousand(direction));
            for (int size : List.of(SMALL, MIDDLE, LARGE)) {
                blocks.add(block(new Entry(scenario(direction, size, 1), EVERY)));
                if (size != SMALL) {
                    blocks.add(block(new Entry(scenario(direction, size, MANY), EVERY)));
                }
            }
        }
        return blocks;
    }

    /// One compartment beside a thousand: the flows are as many.
    private static Block tenThousand(Direction direction) {
        return block(
                new Entry(scenario(direction, SMALL, MANY), EVERY),
                new Entry(new Scenario(direction, SMALL, MANY, Testbed.TENANTS), OF_THOUSANDS));
    }

    private static Block million(Direction direction, List<String> variants) {
        return block(new Entry(new Scenario(direction, SMALL, MILLION, Testbed.TENANTS), variants));
    }

    private static Scenario scenario(Direction direction, int frameBytes, int flows) {
        return new Scenario(direction, frameBytes, flows, 1);
    }

    private static Block block(Entry... entries) {
        return new Block(List.of(entries), true);
    }
}
