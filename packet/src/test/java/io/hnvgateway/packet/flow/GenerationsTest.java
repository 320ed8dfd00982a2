package io.hnvgateway.packet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GenerationsTest {
    private final NativeMemory memory = new NativeMemory();
    private final Generations generations = new Generations(memory.allocate(16, 4));

    @AfterEach
    void free() {
        memory.close();
    }

    @Test
    void advancingOneCompartmentLeavesTheOthers() {
        int before = generations.get(1);
        assertThat(generations.advance(2)).isEqualTo(generations.get(2)).isEqualTo(1);
        assertThat(generations.get(1)).isEqualTo(before);
        assertThat(generations.isCurrent(1, before)).isTrue();
        assertThat(generations.isCurrent(2, 0)).isFalse();
        assertThat(generations.isCurrent(2, 1)).isTrue();
    }

    @Test
    void nothingIsCurrentOutOfRange() {
        assertThat(generations.isCurrent(-1, 0)).isFalse();
        assertThat(generations.isCurrent(4, 0)).isFalse();
        assertThat(generations.get(4)).isZero();
        assertThatThrownBy(() -> generations.advance(4))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
