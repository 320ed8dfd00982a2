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

    @Test
    void givesAllThatAreAskedForOrNone() {
        TokenBucket bucket = new TokenBucket(100, 50);

        assertThat(bucket.tryTake(0, 51)).as("more than it ever holds").isFalse();
        assertThat(bucket.tryTake(0, 48)).isTrue();
        assertThat(bucket.tryTake(0, 3)).isFalse();
        assertThat(taken(bucket, 0, 1000)).as("none was taken").isEqualTo(2);
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
