package io.hnvgateway.compartments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FairShareTest {
    private static final FairShare SHARE = new FairShare(100, 4, 50, 25);

    @Test
    void anyoneMayHaveTheGuaranteedPartWhileAnythingIsFree() {
        assertThat(SHARE.admits(3, 99)).isTrue();
        assertThat(SHARE.admits(0, 100)).isFalse();
    }

    @Test
    void moreIsGivenOutOnlyWhileTheReserveIsFree() {
        assertThat(SHARE.admits(4, 74)).isTrue();
        assertThat(SHARE.admits(4, 75)).isFalse();
        assertThat(SHARE.admits(50, 50)).isFalse();
    }

    @Test
    void refusesSharesThatMakeNoSense() {
        assertThatThrownBy(() -> new FairShare(10, 0, 5, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FairShare(10, 6, 5, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
