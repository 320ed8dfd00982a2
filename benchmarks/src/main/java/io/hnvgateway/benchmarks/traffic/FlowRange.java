package io.hnvgateway.benchmarks.traffic;

/// Some of a scenario's flows: `count` from number `first` on.
public record FlowRange(int first, int count) {
    private static final double GOLDEN = 0.618;

    /// From one flow to the next: without a divisor in common with their number, so that all of
    /// them have their turn, and far enough that no prefetcher guesses.
    int step() {
        int step = (int) (count * GOLDEN);
        while (count > 1 && divisor(step, count) != 1) {
            step++;
        }
        return count > 1 ? step : 0;
    }

    private static int divisor(int a, int b) {
        return b == 0 ? a : divisor(b, a % b);
    }
}
