package io.hnvgateway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    @TempDir private Path folder;

    @Test
    void writesRowsWithStableKeys() throws IOException {
        Results results = new Results();
        Result.Load load = new Result.Load("up", 64, 8192, 1);
        Spread spread = Spread.of(List.of(3.0, 1.0, 2.0));
        results.add(new Result("forward", "linux", "cost", load, spread, "ns/packet"));
        Path file = folder.resolve("out.json");
        results.write(file);
        assertThat(Files.readString(file))
                .contains(
                        """
                        {"test": "forward", "variant": "linux", "metric": "cost", \
                        "direction": "up", "size": 64, "flows": 8192, "compartments": 1, \
                        "median": 2.000, "min": 1.000, "max": 3.000, "unit": "ns/packet"}\
                        """);
    }

    @Test
    void takesTheMiddleOfAnEvenNumberOfRounds() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1, 4));
    }

    @Test
    void refusesToMakeFiguresOfNothing() {
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(RuntimeException.class);
    }
}
