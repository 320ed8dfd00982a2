package io.hnvgateway.benchmarks.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowRangeTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 1000, 10_000, 200_000, 1_000_000})
    void givesEachFlowItsTurnOnce(int count) {
        int step = new FlowRange(0, count).step();
        BitSet seen = new BitSet(count);
        int next = 0;
        for (int i = 0; i < count; i++) {
            seen.set(next);
            next = (next + step) % count;
        }
        assertThat(seen.cardinality()).isEqualTo(count);
        assertThat(next).isZero();
    }
}
