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
    private static final Result.Load LOAD = new Result.Load("up", 64, 10_000, 1);

    @TempDir private Path folder;

    @Test
    void writesRowsWithStableKeys() throws IOException {
        Results results = new Results();
        Spread spread = Spread.of(List.of(3.0, 1.0, 2.0));
        results.add(new Result("forward", "linux", "cost", LOAD, spread, "ns/packet"));
        assertThat(Files.readString(written(results)))
                .contains(
                        """
                        {"test": "forward", "variant": "linux", "metric": "cost", \
                        "direction": "up", "size": 64, "flows": 10000, "compartments": 1, \
                        "median": 2.000, "min": 1.000, "max": 3.000, "unit": "ns/packet"}\
                        """);
    }

    @Test
    void readsWhatItWrote() throws IOException {
        Results results = new Results();
        results.add(new Result("micro", "java", "a", LOAD, Spread.exactly(1.5), "ns"));
        results.add(new Result("micro", "java", "b", LOAD, Spread.exactly(2), "ns"));
        ResultsFile read = ResultsFile.read(written(results));
        assertThat(read.results().rows()).isEqualTo(results.rows());
        assertThat(read.effort()).isEqualTo("quick");
        assertThat(read.machine()).isEqualTo(Machine.describe());
    }

    @Test
    void hasNoNumberWhereThereIsNoFigure() throws IOException {
        Results results = new Results();
        results.add(new Result("t", "v", "m", LOAD, Spread.exactly(Double.NaN), "ns"));
        Path file = written(results);
        assertThat(Files.readString(file)).contains("\"median\": null, \"min\": null");
        assertThat(ResultsFile.read(file).results().rows().getFirst().spread().median()).isNaN();
    }

    @Test
    void takesTheMiddleOfAnEvenNumberOfRounds() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1, 4));
    }

    @Test
    void refusesToMakeFiguresOfNothing() {
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(RuntimeException.class);
    }

    private Path written(Results results) throws IOException {
        Path file = folder.resolve("out.json");
        ResultsFile.of(true, results).write(file);
        return file;
    }
}
