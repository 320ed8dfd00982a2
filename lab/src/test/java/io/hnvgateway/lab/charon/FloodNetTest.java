package io.hnvgateway.lab.charon;

import static io.hnvgateway.lab.charon.CharonScene.addressOf;
import static io.hnvgateway.lab.charon.CharonScene.await;
import static io.hnvgateway.lab.charon.CharonScene.connection;
import static io.hnvgateway.lab.charon.CharonScene.connections;
import static io.hnvgateway.lab.charon.CharonScene.office;
import static io.hnvgateway.lab.charon.CharonScene.remote;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.kernel.KernelSession;
import io.hnvgateway.lab.charon.RecordingBackend.Question;
import io.hnvgateway.lab.charon.RecordingBackend.Stall;
import io.hnvgateway.lab.netns.Namespace;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who floods charon with first messages, or the gateway with their failures, hurts nobody else.
@Tag("net")
class FloodNetTest {
    private static final String PSK = "planted-psk-of-contoso";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern HALF_OPEN = Pattern.compile("(\\d+) half-open");

    /// More than the socket between charon and the gateway holds as events.
    private static final int FAILURES = 3_000;

    /// So that every packet of one source is looked at.
    private static final String UNGUARDED =
            "cookie_threshold = 0\n  cookie_threshold_ip = 10000\n  block_threshold = 10001";

    private @Nullable CharonScene built;

    @BeforeEach
    void build() {
        built = new CharonScene();
        backend().psk("contoso", PSK);
        scene().startServer(backend());
    }

    @AfterEach
    void close() {
        if (built != null) {
            built.close();
        }
    }

    /// The limits of `hnv-gateway.conf`: 16 half-open IKE_SAs of one source and 64 of all before a
    /// source must show that it hears answers.
    @Test
    void halfOpenIkeSasAreLimitedAndAnHonestPeerConnects() {
        Namespace stranger = scene().office();
        Namespace honest = scene().office();
        Charon charon = scene().gatewayCharon("half_open_timeout = 300"); // none goes meanwhile
        charon.load(connections(connection("contoso", 7, remote("%any"), "")));
        scene().gateway.ip("route", "add", "blackhole", "198.18.0.0/16");

        send(stranger, addressOf(1), 100, "gcm");
        await("one source", () -> halfOpen(charon) == 16);

        send(stranger, "198.18.0.0/16", 5_000, "gcm");
        await("all sources", () -> halfOpen(charon) == 64);
        Charon peer = CharonScene.peerCharon(scene().run, honest);
        peer.load(office(2, PSK));
        assertThat(peer.initiate("office")).as("%s\n%s", charon.log(), peer.log()).isTrue();
        assertThat(peer.log()).contains("N(COOKIE)");
        assertThat(halfOpen(charon)).isEqualTo(64);
    }

    @Test
    void aGatewayThatStandsStillLosesEventsAndNoTunnel() throws Exception {
        Namespace stranger = scene().office();
        Namespace honest = scene().office();
        Charon charon = scene().gatewayCharon(UNGUARDED);
        charon.load(connections(connection("contoso", 7, remote("%any"), "")));
        Charon peer = CharonScene.peerCharon(scene().run, honest);
        peer.load(office(2, PSK));
        assertThat(peer.initiate("office")).isTrue();
        KernelSession session = backend().session();
        Set<Integer> sas = Set.copyOf(backend().sas.keySet());
        assertThat(sas).hasSize(2);

        try (Stall stall = backend().stall(Question.EVENT)) {
            send(stranger, addressOf(1), FAILURES, "3des");
            assertThat(stall.reached().await(30, TimeUnit.SECONDS)).isTrue();
            charon.must("--stats"); // everything sent is worked off, or waits for the gateway
        }
        peer.must("--terminate", "--ike", "office", "--force", "--timeout", "1");
        assertThat(peer.initiate("office")).as("as soon as it goes on").isTrue();
        assertThat(backend().session).as("the same connection").isSameAs(session);
        assertThat(charon.log()).doesNotContain("lost the gateway");
        assertThat(charon.log().lines().filter(line -> line.contains("N(NO_PROP)")).count())
                .isGreaterThan(FAILURES / 2);
        assertThat(backend().events.size()).isLessThan(FAILURES);
    }

    @Test
    void nobodyOfCharonsWaitsLongToBeAllowed() {
        Namespace office = scene().office();
        Charon charon = scene().gatewayCharon(60_000);
        charon.load(connections(connection("contoso", 7, remote(addressOf(1)), "")));
        Charon peer = CharonScene.peerCharon(scene().run, office);
        peer.load(office(1, PSK));
        try (Stall _ = backend().stall(Question.AUTHORIZE)) {
            assertThat(peer.initiate("office")).isFalse();
            assertThat(peer.log()).contains("received AUTHENTICATION_FAILED notify");
        }
        await("allowed again", () -> peer.initiate("office"));
    }

    @Test
    void anSpiWhoseAnswerCameTooLateIsGivenBack() throws Exception {
        Namespace office = scene().office();
        Charon charon = scene().gatewayCharon();
        charon.load(connections(connection("contoso", 7, remote(addressOf(1)), "")));
        Charon peer = CharonScene.peerCharon(scene().run, office);
        peer.load(office(1, PSK));
        try (Stall stall = backend().stall(Question.SPI)) {
            peer.initiate("office");
            assertThat(stall.reached().await(30, TimeUnit.SECONDS)).isTrue();
            await(
                    "given up",
                    () -> charon.log().contains("no answer from the gateway (request 2)"));
        }
        peer.must("--terminate", "--ike", "office", "--force", "--timeout", "1");
        await("all SPIs are given back", () -> backend().spis.isEmpty());
        assertThat(backend().allSas).isEmpty();
    }

    private void send(Namespace from, String source, int count, String encryption) {
        assertThat(
                        from.run(
                                        LIMIT,
                                        "/usr/bin/python3",
                                        scene().run
                                                .resource(FloodNetTest.class, "ike-init.py")
                                                .toString(),
                                        source,
                                        CharonScene.GATEWAY,
                                        Integer.toString(count),
                                        encryption)
                                .output())
                .contains("sent " + count);
    }

    private static int halfOpen(Charon charon) {
        String stats = charon.must("--stats").output();
        Matcher matcher = HALF_OPEN.matcher(stats);
        assertThat(matcher.find()).as(stats).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private CharonScene scene() {
        if (built == null) {
            throw new AssertionError("not built");
        }
        return built;
    }

    private RecordingBackend backend() {
        return scene().backend;
    }
}
