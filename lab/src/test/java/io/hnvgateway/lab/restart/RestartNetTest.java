package io.hnvgateway.lab.restart;

import static io.hnvgateway.lab.restart.RestartScene.LIMIT;
import static io.hnvgateway.lab.restart.RestartScene.RESUMPTION_LIMIT;
import static io.hnvgateway.lab.restart.RestartScene.XDP;

import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.stream.StreamReport;
import io.hnvgateway.lab.stream.StreamRun;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever has a flow does not notice that the gateway's process ends and another begins; an end
/// that is meant closes at once.
@Tag("net")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartNetTest {
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final RestartScene scene = new RestartScene();

    @AfterAll
    void close() {
        scene.close();
    }

    @ParameterizedTest(name = "SIG{0}")
    @ValueSource(strings = {"KILL", "USR2"})
    void theProgramLosesNothingMeanwhile(String signal) {
        scene.begin(XDP, "");
        try (StreamRun streams = scene.connectionsAndDatagrams()) {
            streams.awaitProgress(LIMIT);
            long dropsBefore = scene.hostDrops();
            scene.end(signal);
            streams.awaitProgress(LIMIT); // by the program alone
            scene.gateway().restart();
            streams.awaitProgress(LIMIT);
            StreamReport report = streams.finish();
            RestartScene.assertNothingLost(report, scene.hostDrops() - dropsBefore);
            RestartScene.assertWhole(report);
        }
    }

    @ParameterizedTest(name = "DataPath={0};Executor={1}, SIG{2}")
    @CsvSource({"xdp, java, KILL", "packet, xdp, KILL", "packet, xdp, USR2"})
    void whatTheWorkersCarryResumesWithoutReset(String dataPath, String executor, String signal) {
        scene.begin(new Forwarding(dataPath, executor, 1), "");
        try (StreamRun streams = scene.connectionsAndDatagrams()) {
            streams.awaitProgress(LIMIT);
            scene.end(signal);
            scene.gateway().restart();
            streams.awaitProgress(RESUMPTION_LIMIT);
            StreamReport report = streams.finish();
            RestartScene.assertSamePeers(report);
            RestartScene.assertWhole(report);
        }
    }

    @Test
    void anOrderlyEndClosesAtOnce() {
        scene.begin(XDP, "");
        try (StreamRun streams = scene.datagrams()) {
            streams.awaitProgress(LIMIT);
            scene.end("TERM");
            long closedNs = System.nanoTime();
            streams.awaitSilence(QUIET, LIMIT);
            long openNs = System.nanoTime();
            scene.gateway().restart();
            streams.awaitProgress(LIMIT);
            streams.finish()
                    .datagrams()
                    .forEach((name, datagrams) ->
                            RestartScene.assertClosed(datagrams, name, closedNs, openNs));
        }
    }
}
