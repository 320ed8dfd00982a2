package io.hnvgateway.lab.charon;

import static io.hnvgateway.lab.charon.CharonScene.addressOf;
import static io.hnvgateway.lab.charon.CharonScene.await;
import static io.hnvgateway.lab.charon.CharonScene.connection;
import static io.hnvgateway.lab.charon.CharonScene.connections;
import static io.hnvgateway.lab.charon.CharonScene.office;
import static io.hnvgateway.lab.charon.CharonScene.remote;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.kernel.KernelEvent.Kind;
import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.ipsec.sa.SaParameters;
import io.hnvgateway.lab.capture.CaptureReader;
import io.hnvgateway.lab.charon.RecordingBackend.Known;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Running;
import io.hnvgateway.lab.traffic.Station;
import io.hnvgateway.packet.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the plugin in a real charon does, with a real peer.
@Tag("net")
class KernelHnvNetTest {
    private static final String PSK = "planted-psk-of-contoso";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int ECHO_REQUEST = 8;
    private static final int ECHO_REPLY = 0;

    private static final String VM = CharonScene.VM;

    private @Nullable CharonScene built;
    private @Nullable Charon charon;

    @BeforeEach
    void build() {
        built = new CharonScene();
        built.backend.psk("contoso", PSK);
    }

    @AfterEach
    void close() {
        if (built != null) {
            built.close();
        }
    }

    @Test
    void handsOverBothDirectionsWithTheKeysThatThePeerUses() throws Exception {
        Namespace office = scene().office();
        Charon peer = tunnel(office, "", "replay_window = 4096");
        SaParameters in = backend().inbound("contoso").getFirst().parameters();
        SaParameters out = backend().outbound("contoso").getFirst().parameters();

        assertThat(in.keys().transform()).isEqualTo(EspTransform.AES_GCM_128);
        assertThat(in.features().replayWindow()).isEqualTo(4096);
        assertThat(in.endpoints().udpEncapsulation()).isTrue();
        assertThat(in.endpoints()).isEqualTo(out.endpoints());
        assertThat(in.endpoints().local()).hasToString(CharonScene.GATEWAY);
        assertThat(in.endpoints().remote()).hasToString(addressOf(1));
        assertThat(in.selectors()).isEqualTo(out.selectors());
        assertThat(in.selectors().remote().getFirst().from()).hasToString("10.20.0.0");
        assertThat(in.childId()).isEqualTo(out.childId()).isPositive();
        assertThat(in.reqid()).isEqualTo(out.reqid()).isPositive();
        assertThat(backend().inbound("contoso").getFirst().ifId()).isEqualTo(7);

        byte[] request = captured(() -> office.start("ping", "-c", "1", "-W", "1", VM), office);
        assertThat(EspInUdp.spi(request)).isEqualTo(in.spi());
        assertThat(EspInUdp.open(request, in)[20]).isEqualTo((byte) ECHO_REQUEST);

        byte[] reply = captured(() -> sendInside(out, office), office);
        assertThat(EspInUdp.open(reply, in)[20]).isEqualTo((byte) ECHO_REPLY);
        assertThat(peer.log() + log()).doesNotContain(PSK);
    }

    @Test
    void rekeyBringsANewPairAndEndsTheOldOne() {
        Charon peer = tunnel(scene().office());
        Known old = backend().inbound("contoso").getFirst();
        peer.must("--rekey", "--child", "office");
        await("old pair is gone", () -> !backend().sas.containsKey(old.handle()) && hasOnePair());
        SaParameters now = backend().inbound("contoso").getFirst().parameters();
        assertThat(now.spi()).isNotEqualTo(old.parameters().spi());
        assertThat(now.reqid()).isEqualTo(old.parameters().reqid());
        assertNoKeyTwice(backend().allSas);
    }

    @Test
    void lifetimesExpireByThemselves() {
        tunnel(scene().office(), "", "rekey_time = 2s\nlife_time = 60s\nrand_time = 0");
        Known old = backend().inbound("contoso").getFirst();
        await(
                "old SA is replaced",
                () ->
                        !backend().sas.containsKey(old.handle())
                                && !backend().outbound("contoso").isEmpty());
    }

    @Test
    void limitsOfTheGatewayExpireToo() {
        tunnel(scene().office());
        Known first = backend().inbound("contoso").getFirst();
        backend().session().expire(first.handle(), false);
        await("rekeyed", () -> !backend().sas.containsKey(first.handle()) && hasOnePair());
        Known second = backend().outbound("contoso").getFirst();
        backend().session().expire(second.handle(), true);
        await(
                "ended and made anew",
                () -> !backend().sas.containsKey(second.handle()) && hasOnePair());
        assertThat(log()).contains("scheduling CHILD_SA recreate after hard expire");
    }

    @Test
    void trafficMakesQuestionsToThePeerNeedless() {
        backend().busy = true;
        // Both clocks count whole seconds, and an answer may be late by more than one.
        tunnel(scene().office(), "dpd_delay = 4s", "");
        CharonScene.pause(Duration.ofSeconds(10));
        assertThat(log()).doesNotContain("sending DPD request");
        backend().busy = false;
        await("charon asks", () -> log().contains("sending DPD request"));
    }

    @Test
    void bothDirectionsFollowThePeersNewPort() {
        tunnel(scene().office());
        int in = backend().inbound("contoso").getFirst().handle();
        int out = backend().outbound("contoso").getFirst().handle();
        backend().session().mapping(in, IpAddress.parse(addressOf(1)), 5555);
        await("both moved", () -> backend().moved.keySet().containsAll(List.of(in, out)));
        assertThat(backend().moved.values())
                .allMatch(endpoints -> endpoints.remotePort() == 5555)
                .allMatch(endpoints -> endpoints.local().equals(IpAddress.parse("192.0.2.1")));
    }

    @Test
    void anotherProcessOfTheGatewayGetsNoKeyThatTheFirstOneHad() {
        tunnel(scene().office());
        scene().stopServer();
        assertThat(backend().session).isNull();
        RecordingBackend second = new RecordingBackend().psk("contoso", PSK);
        scene().startServer(second);
        await(
                "rekeyed",
                () ->
                        second.inbound("contoso").size() == 1
                                && second.outbound("contoso").size() == 1);
        assertNoKeyTwice(Stream.concat(backend().allSas.stream(), second.allSas.stream()).toList());
    }

    @Test
    void refusesEverybodyWithoutTheGateway() {
        Namespace office = scene().office();
        Charon charon = scene().gatewayCharon();
        charon.load(connections(contoso("", "")));
        Charon peer = CharonScene.peerCharon(scene().run, office);
        peer.load(office(1, PSK));
        assertThat(peer.initiate("office")).isFalse();
        assertThat(peer.log()).contains("received AUTHENTICATION_FAILED notify error");
        assertThat(charon.sas()).isBlank();
        startServer();
        await("plugin is connected", () -> backend().session != null);
        assertThat(peer.initiate("office")).isTrue();
    }

    @Test
    void refusesWhomTheGatewayDoesNotAuthorize() {
        backend().authorizes = false;
        startServer();
        Charon charon = scene().gatewayCharon();
        charon.load(connections(contoso("", "")));
        Charon peer = CharonScene.peerCharon(scene().run, scene().office());
        peer.load(office(1, PSK));
        assertThat(peer.initiate("office")).isFalse();
        assertThat(backend().authorized).isNotEmpty();
        assertThat(backend().authorized.getFirst().remoteId()).isEqualTo("office");
        assertThat(charon.sas()).isBlank();
        assertThat(backend().allSas).isEmpty();
    }

    @Test
    void firstPacketBringsATunnelUp() {
        startServer();
        Charon charon = scene().gatewayCharon();
        Charon peer = CharonScene.peerCharon(scene().run, scene().office());
        peer.load(office(1, PSK));
        charon.load(connections(contoso("encap = yes", "start_action = trap")));
        await("trap is told", () -> !backend().traps.isEmpty());
        assertThat(backend().traps.getFirst().ifId()).isEqualTo(7);
        assertThat(backend().traps.getFirst().selectors().remote().getFirst().from())
                .hasToString("10.20.0.0");
        assertThat(backend().allSas).isEmpty();
        backend().session().acquire(backend().traps.getFirst().reqid());
        await("up", this::hasOnePair);
    }

    @Test
    void saysWhatDoesNotMatch() {
        startServer();
        Charon charon = scene().gatewayCharon();
        charon.load(connections(contoso("", "")));
        Charon peer = CharonScene.peerCharon(scene().run, scene().office());

        peer.load(office(1, "wrong"));
        assertThat(peer.initiate("office")).isFalse();
        await("authentication", () -> backend().saw(Kind.AUTHENTICATION));
        assertThat(backend().events.getFirst().connection()).isEqualTo("contoso");

        peer.load(office(addressOf(1), PSK, "proposals = aes256-sha512-modp4096", ""));
        assertThat(peer.initiate("office")).isFalse();
        await("IKE proposals", () -> backend().saw(Kind.IKE_PROPOSALS));

        peer.load(office(addressOf(1), PSK, CharonScene.PROPOSALS, "esp_proposals = aes256gcm16"));
        assertThat(peer.initiate("office")).isFalse();
        await("ESP proposals", () -> backend().saw(Kind.CHILD_PROPOSALS));

        peer.load(office(1, PSK).replace("remote_ts = 10.10", "remote_ts = 10.99"));
        assertThat(peer.initiate("office")).isFalse();
        await("selectors", () -> backend().saw(Kind.SELECTORS));

        assertThat(backend().events.stream().map(event -> event.kind() + " " + event.text()))
                .anyMatch(text -> text.startsWith("IKE_PROPOSALS") && text.contains("MODP_4096"))
                .anyMatch(text -> text.startsWith("IKE_PROPOSALS") && text.contains("ECP_256"))
                .anyMatch(text -> text.contains("GCM_16_256") && text.contains("GCM_16_128"))
                .anyMatch(text -> text.contains("10.99.0.0/16") && text.contains("10.10.0.0/16"));
    }

    private Charon tunnel(Namespace office) {
        return tunnel(office, "", "");
    }

    /// A tunnel that the office has brought up.
    private Charon tunnel(Namespace office, String more, String child) {
        startServer();
        charon = scene().gatewayCharon();
        charon.load(connections(contoso(more, child)));
        Charon peer = CharonScene.peerCharon(scene().run, office);
        peer.load(office(1, PSK));
        assertThat(peer.initiate("office")).as("%s\n%s", log(), peer.log()).isTrue();
        await("both directions are there", this::hasOnePair);
        return peer;
    }

    private String log() {
        return charon == null ? "" : charon.log();
    }

    private static String contoso(String more, String child) {
        return connection("contoso", 7, remote(addressOf(1)) + "\n" + more, child);
    }

    private boolean hasOnePair() {
        return backend().inbound("contoso").size() == 1
                && backend().outbound("contoso").size() == 1;
    }

    private static void assertNoKeyTwice(List<Known> sas) {
        assertThat(sas.stream().map(sa -> Arrays.hashCode(sa.parameters().keys().encryption())))
                .doesNotHaveDuplicates();
        assertThat(
                        sas.stream()
                                .filter(sa -> sa.parameters().inbound())
                                .map(sa -> sa.parameters().spi()))
                .doesNotHaveDuplicates();
    }

    /// The next ESP packet from the office to the gateway after something was done.
    private byte[] captured(Runnable action, Namespace office) throws IOException {
        Path file = scene().run.directory().resolve("esp-" + System.nanoTime() + ".pcap");
        try (Running tcpdump =
                office.start(
                        "tcpdump",
                        "-U",
                        "-Z",
                        "root",
                        "-c",
                        "1",
                        "-i",
                        CharonScene.WAN,
                        "-w",
                        file.toString(),
                        "src host " + addressOf(1) + " and udp port 4500 and udp[8:4] != 0")) {
            await("tcpdump listens", () -> tcpdump.output().contains("listening on"));
            action.run();
            assertThat(tcpdump.await(LIMIT).succeeded()).isTrue();
        }
        return CaptureReader.read(file).getFirst().bytes();
    }

    /// A ping from the virtual network to the office, as the gateway would send it.
    private void sendInside(SaParameters out, Namespace office) {
        byte[] ping =
                EspInUdp.echoRequest(
                        IpAddress.parse(VM).ipv4Bits(),
                        IpAddress.parse(CharonScene.OFFICE).ipv4Bits());
        String macs =
                (office.macOf(CharonScene.WAN) + scene().gateway.macOf(CharonScene.SWITCH))
                        .replace(":", "");
        try {
            scene().gateway
                    .must(
                            "/usr/bin/python3",
                            scene().run.resource(Station.class, "peer.py").toString(),
                            "send",
                            CharonScene.SWITCH,
                            EspInUdp.seal(ping, out, macs, 1));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void startServer() {
        scene().startServer(backend());
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
