package io.hnvgateway.benchmarks.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.traffic.Direction;
import io.hnvgateway.benchmarks.traffic.LatencyHistogram;
import io.hnvgateway.benchmarks.traffic.Measurement;
import io.hnvgateway.benchmarks.traffic.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final String GATEWAY = "xdp";
    private static final String GENERATOR = "generator-nvgre";

    @Test
    void hasFiguresOfAnExecutorThatCarriedItsPackets() throws IOException {
        Rounds rounds = rounds(1000, 991);
        assertThat(metrics(rounds)).containsExactly("hits", "rate", "cost");
        assertThat(rounds.strangers()).isEmpty();
        assertThat(table(rounds)).doesNotContain("FAILED");
    }

    @Test
    void hasNoFiguresUnderTheNameOfAnExecutorThatDidNotCarryThem() throws IOException {
        Rounds rounds = rounds(1000, 980);
        assertThat(metrics(rounds)).containsExactly("hits");
        assertThat(rounds.strangers())
                .singleElement()
                .asString()
                .contains(GATEWAY, "only 99.0 % (98.0-100.0)");
        assertThat(table(rounds)).contains("FAILED: only 99.0 %");
    }

    /// Of 1000 packets each.
    private static Rounds rounds(long... hits) throws IOException {
        Rounds rounds = new Rounds(new Scenario(Direction.UP, 64, 1, 1));
        for (long packets : hits) {
            Round round = new Round();
            round.add(GENERATOR, GENERATOR, thousand());
            round.add(GATEWAY, GENERATOR, thousand());
            round.addHits(GATEWAY, packets);
            rounds.add(round);
        }
        return rounds;
    }

    private static Measurement thousand() {
        Map<String, Long> values =
                Map.of(
                        "sent",
                        1000L,
                        "delivered",
                        1000L,
                        "wrong",
                        0L,
                        "lost",
                        0L,
                        "own_ns",
                        900L,
                        "others_ns",
                        300L,
                        "waited_ns",
                        200L,
                        "elapsed_ns",
                        1000L);
        return new Measurement(values, new LatencyHistogram());
    }

    private static List<String> metrics(Rounds rounds) {
        Results results = new Results();
        rounds.addTo(results);
        return results.rows().stream()
                .filter(result -> result.variant().equals(GATEWAY))
                .map(Result::metric)
                .toList();
    }

    private static String table(Rounds rounds) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new Table(new PrintStream(text, false, StandardCharsets.UTF_8)).print(rounds);
        return text.toString(StandardCharsets.UTF_8);
    }
}
