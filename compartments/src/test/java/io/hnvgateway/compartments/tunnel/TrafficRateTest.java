package io.hnvgateway.compartments.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrafficRateTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final TrafficRate rate = new TrafficRate();

    @Test
    void oneSampleIsNoRate() {
        rate.sample(1_000_000, 7 * SECOND);
        assertThat(rate.bitsPerSecond()).isZero();
    }

    @Test
    void isOfTheTimeBetweenTheLastTwoSamples() {
        rate.sample(1_000, -SECOND);
        rate.sample(1_000 + 125_000_000, 3 * SECOND);
        assertThat(rate.bitsPerSecond()).isEqualTo(250_000_000);
        rate.sample(1_000 + 125_000_000, 4 * SECOND);
        assertThat(rate.bitsPerSecond()).isZero();
    }

    @Test
    void samplesOfOneMomentChangeNothing() {
        rate.sample(0, 0);
        rate.sample(1_000, SECOND);
        rate.sample(9_000, SECOND);
        assertThat(rate.bitsPerSecond()).isEqualTo(8_000);
    }

    @Test
    void sumsBeyondALongsBitsAreNoTrouble() {
        rate.sample(0, 0);
        rate.sample(Long.MAX_VALUE / 4, SECOND);
        assertThat(rate.bitsPerSecond()).isPositive();
    }
}
