package io.hnvgateway.lab.restart;

import static io.hnvgateway.lab.restart.RestartScene.LIMIT;
import static io.hnvgateway.lab.restart.RestartScene.XDP;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.stream.Gap;
import io.hnvgateway.lab.stream.StreamReport;
import io.hnvgateway.lab.stream.StreamRun;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The XDP program goes on without its process for so long, and no longer.
@Tag("net")
class HeartbeatNetTest {
    private static final Duration QUIET = Duration.ofSeconds(3);

    /// At both ends of the silence: a sender may stand still between taking the time and sending.
    private static final Duration MARGIN = Duration.ofMillis(750);

    /// Less than the timeout and the age of the last beat: not at once.
    private static final Duration AWHILE = Duration.ofSeconds(2);

    private final RestartScene scene = new RestartScene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void closesWithoutABeatAndOpensWithTheNext() {
        scene.begin(XDP, "HeartbeatTimeout=5");
        long dropsBefore = scene.hostDrops();
        try (StreamRun streams = scene.datagrams()) {
            streams.awaitProgress(LIMIT);
            scene.gateway().suspend();
            long suspendedNs = System.nanoTime();
            streams.awaitSilence(QUIET, LIMIT);
            long closedNs = System.nanoTime() - QUIET.minus(MARGIN).toNanos();
            long openNs = System.nanoTime() - MARGIN.toNanos();
            scene.gateway().resume();
            streams.awaitProgress(LIMIT);
            StreamReport report = streams.finish();
            long hostDrops = scene.hostDrops() - dropsBefore;
            report.datagrams()
                    .forEach((name, datagrams) -> {
                        RestartScene.assertClosed(datagrams, name, closedNs, openNs);
                        assertThat(datagrams.gaps())
                                .as("%s: %s", name, datagrams)
                                .filteredOn(gap -> gap.covers(closedNs, openNs))
                                .allMatch(gap -> gap.beforeNs() - suspendedNs > AWHILE.toNanos());
                        assertThat(
                                        datagrams.gaps().stream()
                                                .filter(gap -> !gap.covers(closedNs, openNs))
                                                .mapToInt(Gap::packets)
                                                .sum())
                                .as("%s: else only the machine lost some of %s", name, datagrams)
                                .isLessThanOrEqualTo(
                                        Math.toIntExact(hostDrops + datagrams.hostDrops()));
                    });
            RestartScene.assertSamePeers(report);
        }
    }
}
