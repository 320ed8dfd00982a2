package io.hnvgateway.lab.restart;

import static io.hnvgateway.lab.restart.RestartScene.LIMIT;
import static io.hnvgateway.lab.restart.RestartScene.XDP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hnvgateway.lab.netns.Result;
import io.hnvgateway.lab.stream.Datagrams;
import io.hnvgateway.lab.stream.StreamReport;
import io.hnvgateway.lab.stream.StreamRun;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the XDP program carries is told for bills, never twice and never taken back.
@Tag("net")
class UsageNetTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RestartScene scene = new RestartScene();

    @AfterEach
    void close() {
        scene.close();
    }

    /// Packets of a tenant, as `hnvctl show usage` says.
    private long told(String tenant, String kind, String direction) throws IOException {
        Result result = scene.gateway().control("show", "usage", "--tenant", tenant, "--json");
        assertThat(result.status()).as(result.toString()).isZero();
        long packets = 0;
        for (JsonNode row : JSON.readTree(result.output())) {
            if (row.path("kind").asText().equals(kind)
                    && row.path("direction").asText().equals(direction)) {
                packets += row.path("packets").asLong();
            }
        }
        return packets;
    }

    /// What passes for a stream: its greetings, too, and a few for who looked on the way there.
    private static long most(Datagrams stream) {
        return stream.sent() + stream.greetings() + 10L;
    }

    @Test
    void survivesAKillAndCountsWhatPassesWithoutAProcess() throws Exception {
        scene.begin(XDP, "");
        long before;
        StreamReport report;
        try (StreamRun streams = scene.datagrams()) {
            streams.awaitProgress(LIMIT);
            long deadline = System.nanoTime() + LIMIT.toNanos();
            do {
                Thread.sleep(100);
                before = told("contoso", "nat", "out");
            } while (before == 0 && System.nanoTime() < deadline);
            assertThat(before).as("told while the flow lives").isPositive();
            scene.end("KILL");
            streams.awaitProgress(LIMIT); // by the XDP program alone
            scene.gateway().restart();
            assertThat(told("contoso", "nat", "out")).isGreaterThanOrEqualTo(before);
            report = streams.finish();
        }
        scene.gateway().end("TERM"); // writes down the rest
        scene.gateway().restart();
        Datagrams nat = report.up("nat");
        assertThat(told("contoso", "nat", "out"))
                .as("all of %s, and little else", nat)
                .isBetween(nat.sent() - nat.lostOnTheWay(), most(nat));
        Datagrams routed = report.up("routed");
        assertThat(told("contoso", "direct", "in")).isPositive().isLessThanOrEqualTo(most(routed));
        assertThat(told("woodgrove", "nat", "in")).isPositive();
        Result health = scene.gateway().control("health");
        assertThat(health.status()).as(health.toString()).isZero();
    }
}
