package io.hnvgateway.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.ResultsFile;
import io.hnvgateway.benchmarks.Spread;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BenchmarksPageTest {
    private static final String PAGE =
            "# By hand\n"
                    + BenchmarksPage.BEGIN
                    + "\nold\n"
                    + BenchmarksPage.END
                    + "\nalso by hand\n";
    private static final Result.Load LOAD = new Result.Load("down", 1400, 10_000, 1000);

    @Test
    void replacesTheFiguresAndNothingElse() throws IOException {
        String page = BenchmarksPage.updated(PAGE, run());
        assertThat(page).startsWith("# By hand\n").endsWith("\nalso by hand\n");
        assertThat(page).doesNotContain("old");
        assertThat(BenchmarksPage.updated(page, run())).isEqualTo(page);
    }

    @Test
    void saysOnWhatAndWhenAndHowMuch() throws IOException {
        assertThat(BenchmarksPage.updated(PAGE, run()))
                .contains("2026-01-02, quick run on two cores")
                .contains(
                        "| down, 1400 B, 10,000, 1,000 | xdp | 2.00 (1.00–3.00) | 150 (100–200) |");
    }

    @Test
    void namesEachTargetEvenIfItWasNotMeasured() throws IOException {
        String page = BenchmarksPage.updated(PAGE, run());
        assertThat(Targets.all())
                .allSatisfy(target -> assertThat(page).contains("| " + target.what() + " |"));
        assertThat(page).contains("not measured");
    }

    @Test
    void tellsLatenciesAtEachOnesRateFromThoseAtOneRate() throws IOException {
        assertThat(BenchmarksPage.updated(PAGE, run()))
                .contains("`latency`, at half of each one's own rate")
                .contains("| xdp | 0.60 |  () | 2.5 (4.0) |")
                .contains("`latency-equal`, at half of Linux's rate")
                .contains("| xdp | 0.10 |  () | 0.8 (1.5) |");
    }

    @Test
    void refusesAPageWithoutAPlaceForFigures() {
        assertThatThrownBy(() -> BenchmarksPage.updated("nothing", run()))
                .isInstanceOf(IOException.class);
    }

    private static ResultsFile run() {
        Results results = new Results();
        Spread rate = new Spread(2e6, 1e6, 3e6);
        results.add(new Result("forward", "xdp", "rate", LOAD, rate, "packets/s"));
        Spread cost = new Spread(150, 100, 200);
        results.add(new Result("forward", "xdp", "cost", LOAD, cost, "ns/packet"));
        latency(results, "latency", 0.6e6, 2500, 4000);
        latency(results, "latency-equal", 0.1e6, 800, 1500);
        return new ResultsFile("two cores", "6.18", "2026-01-02T03:04:05Z", "quick", results);
    }

    private static void latency(
            Results results, String test, double rate, double addedNs, double wholeNs) {
        row(results, test, "offered-rate", rate, "packets/s");
        row(results, test, "added-latency-p90", addedNs, "ns");
        row(results, test, "latency-p90", wholeNs, "ns");
    }

    private static void row(
            Results results, String test, String metric, double value, String unit) {
        results.add(new Result(test, "xdp", metric, LOAD, Spread.exactly(value), unit));
    }
}
