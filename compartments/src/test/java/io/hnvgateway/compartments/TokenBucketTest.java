package io.hnvgateway.compartments;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @Test
    void givesTheBurstAndThenTheRate() {
        TokenBucket bucket = new TokenBucket(100, 50);

        assertThat(taken(bucket, 0, 1000)).isEqualTo(50);
        assertThat(taken(bucket, SECOND_NS / 10, 1000)).isEqualTo(10);
        assertThat(taken(bucket, SECOND_NS / 10, 1000)).isZero();
    }

    @Test
    void savesNoMoreThanTheBurst() {
        TokenBucket bucket = new TokenBucket(100, 50);
        taken(bucket, 0, 1000);

        assertThat(taken(bucket, 3600 * SECOND_NS, 1000)).isEqualTo(50);
    }

    @Test
    void worksWhereTheClockIsNegative() {
        TokenBucket bucket = new TokenBucket(100, 50);

        assertThat(taken(bucket, -5 * SECOND_NS, 1000)).isEqualTo(50);
        assertThat(taken(bucket, -4 * SECOND_NS, 1000)).isEqualTo(50);
    }

    private static int taken(TokenBucket bucket, long nowNs, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            if (bucket.tryTake(nowNs)) {
                taken++;
            }
        }
        return taken;
    }
}
