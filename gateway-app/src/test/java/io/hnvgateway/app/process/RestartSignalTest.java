package io.hnvgateway.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RestartSignalTest {
    @Test
    void isLeftToHotSpotWhereTheEnvironmentNamesNoOther() {
        assertThat(RestartSignal.listen(Map.of(), () -> {})).isFalse();
        assertThat(listen("12")).isFalse();
        assertThat(listen("x")).isFalse();
    }

    private static boolean listen(String number) {
        return RestartSignal.listen(Map.of(RestartSignal.VARIABLE, number), () -> {});
    }
}
