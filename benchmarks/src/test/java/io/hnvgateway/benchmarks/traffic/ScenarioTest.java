package io.hnvgateway.benchmarks.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {
    @Test
    void isReadAsTheOptionNamesIt() {
        assertThat(Scenario.parse("down,576,10000,1000"))
                .isEqualTo(new Scenario(Direction.DOWN, 576, 10_000, 1000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "up",
                "up,64,1",
                "up,64,1,1,1",
                "left,64,1,1",
                "up,64,one,1",
                "up,64,1,2"
            })
    void isNotHalfAScenario(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Scenario.parse(text));
    }
}
