package io.hnvgateway.lab.restart;

import static io.hnvgateway.lab.restart.RestartScene.LIMIT;
import static io.hnvgateway.lab.restart.RestartScene.RESUMPTION_LIMIT;
import static io.hnvgateway.lab.restart.RestartScene.XDP;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.stream.StreamReport;
import io.hnvgateway.lab.stream.StreamRun;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
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
    private static final int STARTS = 5;

    private final RestartScene scene = new RestartScene();

    @AfterAll
    void close() {
        scene.close();
    }

    @ParameterizedTest(name = "SIG{0}")
    @ValueSource(strings = {"KILL", "USR2"})
    void theProgramLosesNothingMeanwhile(String signal) {
        scene.begin(XDP, "");
        long dropsBefore = scene.hostDrops();
        try (StreamRun streams = scene.connectionsAndDatagrams()) {
            streams.awaitProgress(LIMIT);
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

    /// By then the program of the process before goes on, and by its heartbeat.
    @Test
    void anOrderlyEndOfAStartClosesAtOnce() {
        scene.begin(XDP, "");
        try (StreamRun streams = scene.datagrams()) {
            streams.awaitProgress(LIMIT);
            endWhileItStarts();
            assertThat(scene.gateway().log()).contains("told to end while it started");
            streams.awaitSilence(QUIET, LIMIT); // less than HeartbeatTimeout
            scene.gateway().restart();
            streams.awaitProgress(LIMIT);
            RestartScene.assertSamePeers(streams.finish());
        }
    }

    /// Again where the machine let it become ready before it was told.
    private void endWhileItStarts() {
        for (int i = 0; i < STARTS; i++) {
            scene.end("KILL");
            scene.gateway().beginRestart();
            awaitLog("event=connection-string");
            scene.end("TERM");
            if (!scene.gateway().log().contains("event=ready")) {
                return;
            }
            scene.gateway().restart();
        }
        throw new AssertionError("ready each time: " + scene.gateway().log());
    }

    private void awaitLog(String text) {
        long endNs = System.nanoTime() + LIMIT.toNanos();
        while (!scene.gateway().log().contains(text)) {
            assertThat(System.nanoTime() - endNs).as(scene.gateway().log()).isNegative();
            LockSupport.parkNanos(1_000_000);
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
