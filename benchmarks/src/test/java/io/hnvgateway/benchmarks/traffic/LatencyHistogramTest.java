package io.hnvgateway.benchmarks.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    @Test
    void findsTheRankOfAShare() {
        LatencyHistogram latencies = new LatencyHistogram();
        for (int ns = 1; ns <= 50; ns++) {
            latencies.add(ns, 2);
        }
        assertThat(latencies.total()).isEqualTo(100);
        assertThat(latencies.percentileNs(0.5)).isEqualTo(25);
        assertThat(latencies.percentileNs(0.99)).isEqualTo(50);
        assertThat(latencies.percentileNs(0.001)).isEqualTo(1);
    }

    @Test
    void doesNotLetTheManyHideTheFew() {
        LatencyHistogram latencies = new LatencyHistogram();
        latencies.add(10, 999_899);
        latencies.add(60, 101);
        assertThat(latencies.percentileNs(0.999)).isEqualTo(10);
        assertThat(latencies.percentileNs(0.9999)).isEqualTo(60);
    }

    @Test
    void isAtMostASixtyFourthTooHigh() {
        for (long ns : new long[] {64, 100, 127, 128, 1000, 54_321, 1_000_000, 3_999_999_999L}) {
            long upper = LatencyHistogram.upperNs(bucketOf(ns));
            assertThat(upper).isGreaterThanOrEqualTo(ns);
            assertThat((double) upper).isCloseTo((double) ns, within(ns / 64.0 + 1));
        }
    }

    @Test
    void hasNoPercentilesOfNothing() {
        assertThatThrownBy(() -> new LatencyHistogram().percentileNs(0.5))
                .isInstanceOf(IllegalStateException.class);
    }

    /// As note_latency() of traffic.bpf.c.
    private static int bucketOf(long ns) {
        int octave = 63 - Long.numberOfLeadingZeros(ns) - 6;
        return (octave << 6) + (int) (ns >> octave);
    }
}
