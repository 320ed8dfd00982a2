package io.hnvgateway.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.Spread;
import io.hnvgateway.benchmarks.api.ApiRows;
import io.hnvgateway.benchmarks.report.Target.Check;
import io.hnvgateway.benchmarks.report.Target.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTest {
    private static final Result.Load MANY = new Result.Load("up", 64, 10_000, 1);

    private final Results results = new Results();

    @Test
    void meetsNothingThatWasNotMeasured() {
        assertThat(Targets.check(results))
                .isNotEmpty()
                .extracting(Check::outcome)
                .containsOnly(Outcome.NOT_MEASURED);
    }

    @Test
    void needsBothFiguresOfAComparison() {
        row("forward", "xdp", "cost", 100);
        assertThat(check("XDP: cost, NVGRE + NAT").outcome()).isEqualTo(Outcome.NOT_MEASURED);
    }

    @ParameterizedTest
    @CsvSource({"100, 800, MET", "101, 800, NOT_MET", "50, 800, MET"})
    void comparesTheCostWithLinuxs(double xdp, double linux, Outcome outcome) {
        row("forward", "xdp", "cost", xdp);
        row("forward", "linux", "cost", linux);
        assertThat(check("XDP: cost, NVGRE + NAT").outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"5, 10, MET", "4.9, 10, NOT_MET", "11, 10, MET"})
    void comparesTheRateWithTheLimit(double xdp, double redirect, Outcome outcome) {
        row("forward", "xdp", "rate", xdp);
        row("forward", "redirect", "rate", redirect);
        assertThat(check("XDP: rate").outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"60, MET", "60.1, NOT_MET"})
    void comparesWithANumber(double ns, Outcome outcome) {
        row("micro", "java", "pipeline-batch-hugepages", ns);
        assertThat(check("JMH: whole Java pipeline").outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "5000, put-99-percent, 100, MET",
        "5000, put-99-percent, 100.1, NOT_MET",
        "1000, put-99-percent, 1, NOT_MEASURED",
    })
    void wantsTheApisFiguresOfFiveThousandTenants(
            int tenants, String metric, double ms, Outcome outcome) {
        results.add(
                new Result("api", "hnv", metric, ApiRows.load(tenants), Spread.exactly(ms), "ms"));
        assertThat(check("API, 5,000 tenants: PUT of a virtual gateway").outcome())
                .isEqualTo(outcome);
    }

    @Test
    void showsTheFiguresAndTheirRatio() {
        row("forward", "xdp", "cost", 100);
        row("forward", "linux", "cost", 1000);
        assertThat(check("XDP: cost, NVGRE + NAT").figures()).isEqualTo("100 to 1,000: 1/10.0");
        assertThat(Targets.lines(results)).anyMatch(line -> line.startsWith("met "));
    }

    /// The first whose work begins so.
    private Check check(String what) {
        List<Check> checks = Targets.check(results);
        return checks.stream()
                .filter(check -> check.target().what().startsWith(what))
                .findFirst()
                .orElseThrow();
    }

    private void row(String test, String variant, String metric, double median) {
        results.add(new Result(test, variant, metric, MANY, Spread.exactly(median), "unit"));
    }
}
