package io.hnvgateway.benchmarks.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementTest {
    private static final String OUTPUT =
            """
            sent 1000
            waited_ns 200000
            delivered 1000
            wrong 0
            lost 0
            bucket 70 900
            bucket 20 100
            learned 10
            elapsed_ns 1000000
            own_ns 900000
            others_ns 300000
            """;

    @Test
    void countsTheWorkOfAllButNotTheWaiting() throws IOException {
        Measurement measurement = Measurement.parse(OUTPUT).checked("it");
        assertThat(measurement.costNs()).isEqualTo(1000);
        assertThat(measurement.packetsPerSecond()).isEqualTo(1_000_000);
        assertThat(measurement.learned()).isEqualTo(10);
        assertThat(measurement.latencies().total()).isEqualTo(1000);
        assertThat(measurement.latencies().percentileNs(0.1)).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong 1", "lost 11", "delivered 0"})
    void refusesWhatWasNotForwardedProperly(String line) {
        Measurement measurement = Measurement.parse(OUTPUT + line + "\n");
        assertThatThrownBy(() -> measurement.checked("it"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it did not forward properly");
    }
}
