package io.hnvgateway.compartments.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final int BYTES = 1_000;
    private static final long SECOND = 1_000_000_000L;

    private final RateLimit limit = new RateLimit();

    @Test
    void admitsTheRateAndNoMore() {
        limit.set(8_000); // one such packet a millisecond
        int admitted = 0;
        for (int i = 0; i < 10_000; i++) {
            admitted += limit.admits(BYTES, i * SECOND / 10_000) ? 1 : 0;
        }
        assertThat(admitted).isBetween(1_000, 1_101);
    }

    @Test
    void whatWasUsedAtALowerRateIsForgottenWithIt() {
        limit.set(1);
        while (limit.admits(BYTES, 0)) {}
        assertThat(limit.admits(BYTES, SECOND)).as("131 s of debt").isFalse();
        limit.set(1_000_000);
        assertThat(limit.admits(BYTES, SECOND)).isTrue();
    }

    @Test
    void theSameRateAgainForgetsNothing() {
        limit.set(1);
        while (limit.admits(BYTES, 0)) {}
        limit.set(1);
        assertThat(limit.admits(BYTES, 0)).isFalse();
    }

    @Test
    void withoutALimitNothingIsRemembered() {
        limit.set(1);
        while (limit.admits(BYTES, 0)) {}
        limit.set(0);
        assertThat(limit.admits(BYTES, 0)).isTrue();
        limit.set(1);
        assertThat(limit.admits(BYTES, 0)).isTrue();
    }
}
