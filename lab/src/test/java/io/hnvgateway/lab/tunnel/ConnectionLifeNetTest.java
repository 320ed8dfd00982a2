package io.hnvgateway.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.charon.Charon;
import io.hnvgateway.lab.charon.CharonOptions;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.gateway.StateFiles;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Running;
import io.hnvgateway.lab.traffic.Capture;
import io.hnvgateway.lab.traffic.Station;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// What becomes of connections while they live, with one gateway and real charons: who begins them,
/// keys that are renewed, peers that move behind their NAT or vanish, a gateway that is killed.
@Tag("net")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConnectionLifeNetTest {
    private static final int BY_PEER = 1;
    private static final int ALWAYS = 2;
    private static final int REKEYED = 3;
    private static final int ONE_SIDED_PFS = 4;
    private static final int BEHIND_NAT = 5;
    private static final int CHANGED = 6;
    private static final String ANOTHER_PSK = "another-planted-psk";
    private static final Duration PING_LIMIT = Duration.ofSeconds(90);
    private static final Duration BETWEEN_REKEYS = Duration.ofMillis(100);

    private final Sites sites = new Sites();
    private final NatDevice nat =
            new NatDevice(sites.lab.run(), sites.device().namespace(), LabPlan.DATA_CENTER);
    private Charon device;
    private Charon charon;
    private Charon behindNat;
    private StringWriter watched;
    private ObjectNode changed;

    @BeforeAll
    void start() {
        device = sites.startDevice(BY_PEER, ALWAYS, REKEYED, ONE_SIDED_PFS, CHANGED);
        device.load(offices(PeerConnection.psk(CHANGED)));
        ipSec(BY_PEER).put("initiation", "ResponderOnly").put("deadPeerDetectionSeconds", 2);
        ObjectNode always = sites.connect(ALWAYS);
        always.put("withdrawRoutesWhileDown", true);
        always.withObject("ipSecConfiguration")
                .put("initiation", "AtStart")
                .put("deadPeerDetectionSeconds", 2);
        sites.connect(REKEYED);
        ipSec(ONE_SIDED_PFS).putObject("quickMode").put("perfectForwardSecrecy", "ECP256");
        ObjectNode moves = sites.connect(BEHIND_NAT);
        moves.put("destinationIPAddress", LabPlan.DATA_CENTER);
        moves.withObject("ipSecConfiguration").put("initiation", "ResponderOnly");
        changed = ipSec(CHANGED);
        charon = sites.startGateway(new Forwarding("auto", "xdp", 2));
        watched = sites.watchConnections();
        behindNat = natted();
    }

    private ObjectNode ipSec(int site) {
        return sites.connect(site).withObject("ipSecConfiguration");
    }

    private static String offices(String pskOfChanged) {
        return PeerConnection.configuration(
                List.of(
                        PeerConnection.of(BY_PEER),
                        PeerConnection.of(ALWAYS),
                        PeerConnection.of(REKEYED),
                        PeerConnection.of(ONE_SIDED_PFS).child("esp_proposals = aes256gcm16"),
                        PeerConnection.of(CHANGED).psk(pskOfChanged)));
    }

    private Charon natted() {
        Namespace inside = nat.inside();
        inside.address("lo", PeerConnection.inner(BEHIND_NAT) + "/32");
        nat.translateTo(14_500);
        Charon peer = sites.startCharon(inside, "charon-nat", CharonOptions.peer());
        peer.load(
                PeerConnection.configuration(
                        List.of(PeerConnection.of(BEHIND_NAT).at(NatDevice.INSIDE))));
        return peer;
    }

    @AfterAll
    void close() {
        sites.close();
    }

    @Test
    @Order(1)
    void oneThatThePeerBeginsWaitsForItAndOneOfTheStartIsUpWithoutAPacket() {
        sites.awaitState(ALWAYS, "up");
        assertThat(sites.vm().ping(PeerConnection.inner(BY_PEER), "-c", "2", "-W", "1").received())
                .isZero();
        assertThat(sites.state(BY_PEER)).isEqualTo("waiting");
        assertThat(charon.log()).doesNotContain("/office" + BY_PEER + "[");
        assertThat(device.initiate(PeerConnection.name(BY_PEER))).as(sites::logs).isTrue();
        assertThat(sites.passes(BY_PEER)).as(sites::logs).isTrue();
        assertThat(sites.passes(ALWAYS)).as(sites::logs).isTrue();
    }

    /// Dozens of CHILD_SAs and several IKE_SAs within seconds, as many as one tunnel may have at a
    /// time. charon forgets to end an old one whose end falls into the rekeying of its IKE_SA.
    @Test
    @Order(2)
    void nothingIsLostWhileThePeerRenewsKeysOverAndOver() {
        assertThat(sites.passes(REKEYED)).as(sites::logs).isTrue();
        String before = sites.row(REKEYED).path("spisOut").asText();
        String name = PeerConnection.name(REKEYED);
        try (Running out = flood(sites.vm().namespace(), PeerConnection.inner(REKEYED));
                Running in =
                        flood(
                                sites.device().namespace(),
                                LabPlan.WEB_CA,
                                "-I",
                                PeerConnection.inner(REKEYED))) {
            int child = 0;
            while (out.isAlive() || in.isAlive()) {
                device.must("--rekey", "--child", name);
                if (++child % 10 == 0) {
                    device.must("--rekey", "--ike", name);
                }
                Station.pause(BETWEEN_REKEYS);
            }
            assertThat(child).as("times").isGreaterThan(10);
            assertThat(out.await(PING_LIMIT).output()).as(sites::logs).contains(" 0% packet loss");
            assertThat(in.await(PING_LIMIT).output()).as(sites::logs).contains(" 0% packet loss");
        }
        assertThat(sites.row(REKEYED).path("dropsIn").asLong()).isZero();
        assertThat(sites.row(REKEYED).path("dropsOut").asLong()).isZero();
        assertThat(sites.row(REKEYED).path("spisOut").asText()).doesNotContain(before);
        sites.await(
                "those of before end",
                () -> sites.row(REKEYED).path("spisIn").asText().split(",", -1).length <= 3);
    }

    private static Running flood(Namespace from, String to, String... options) {
        List<String> command = new ArrayList<>(List.of("ping", "-n", "-q", "-W", "10"));
        command.addAll(List.of("-i", "0.02", "-c", "300"));
        command.addAll(List.of(options));
        command.add(to);
        return from.start(command.toArray(String[]::new));
    }

    @Test
    @Order(3)
    void aPeerBehindNatMovesToAnotherPortOnlyByWhatItHasAuthenticated() {
        String office = PeerConnection.inner(BEHIND_NAT);
        assertThat(behindNat.initiate(PeerConnection.name(BEHIND_NAT))).as(sites::logs).isTrue();
        try (Capture capture =
                Capture.start(
                        sites.device().namespace(),
                        sites.device().device(),
                        "src host " + LabPlan.GATEWAY_FRONT_END + " and udp")) {
            assertThat(Sites.reaches(sites.vm(), office)).as(sites::logs).isTrue();
            capture.await(LabPlan.DATA_CENTER + ".14500: UDP-encap: ESP");

            forge(4_444);
            assertThat(Sites.reaches(sites.vm(), office)).as("as before").isTrue();
            assertThat(capture.count(".4444:")).as("what was forged moves nobody").isZero();

            nat.translateTo(24_500);
            assertThat(sites.vm().ping(office, "-c", "2", "-i", "0.2", "-W", "1").received())
                    .as("by the old port nobody is reached")
                    .isZero();
            String[] fromOffice = {
                "ping", "-n", "-c", "1", "-W", "5", "-I", office, LabPlan.WEB_CA
            };
            sites.await(
                    "the office's own packet is answered",
                    () -> nat.inside().run(PING_LIMIT, fromOffice).succeeded());
            assertThat(Sites.reaches(sites.vm(), office)).as(sites::logs).isTrue();
            capture.await(LabPlan.DATA_CENTER + ".24500: UDP-encap: ESP");
        }
        assertThat(behindNat.sas()).as("the same IKE_SA").contains("#1, ESTABLISHED");
    }

    /// Bytes under the tunnel's SPI, with a number of the future, from the peer's address and from
    /// another.
    private void forge(int port) {
        long before = sites.lab.gateway().drops("esp-authentication");
        String spi = sites.row(BEHIND_NAT).path("spisIn").asText();
        assertThat(spi).hasSize(8);
        for (String from : List.of(LabPlan.DATA_CENTER, PeerConnection.outer(BY_PEER))) {
            sites.device()
                    .namespace()
                    .must(
                            "python3",
                            "-c",
                            """
                            import socket, sys
                            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                            s.bind((sys.argv[1], int(sys.argv[2])))
                            s.sendto(bytes.fromhex(sys.argv[3] + "00001000" + "5a" * 88), (sys.argv[4], 4500))
                            """,
                            from,
                            Integer.toString(port),
                            spi,
                            LabPlan.GATEWAY_FRONT_END);
        }
        sites.await(
                "both are dropped",
                () -> sites.lab.gateway().drops("esp-authentication") == before + 2);
    }

    @Test
    @Order(4)
    void aPeerThatVanishesTakesItsRoutesAlongAndBringsThemBack() {
        assertThat(routes()).contains(PeerConnection.net(ALWAYS));
        device.kill();
        sites.await("it is down", () -> !sites.state(ALWAYS).equals("up"));
        sites.await("so is the other", () -> sites.state(BY_PEER).equals("waiting"));
        sites.await("no routes", () -> !routes().contains(PeerConnection.net(ALWAYS)));
        assertThat(routes()).as("which stays").contains(PeerConnection.net(BY_PEER));
        assertThat(sites.failure(ALWAYS)).contains("answer");
        assertThat(sites.failure(BY_PEER)).contains("answer");
        sites.await("told", () -> Sites.events(watched, ALWAYS).size() > 1);
        JsonNode down = Sites.events(watched, ALWAYS).get(1);
        assertThat(down.path("what").asText()).isEqualTo("down");
        assertThat(down.path("kind").asText()).isEqualTo("unreachable");

        device.restart();
        device.load(offices(PeerConnection.psk(CHANGED)));
        sites.awaitState(ALWAYS, "up");
        sites.await("its routes", () -> routes().contains(PeerConnection.net(ALWAYS)));
        assertThat(sites.passes(ALWAYS)).as(sites::logs).isTrue();
        assertThat(sites.state(BY_PEER)).isEqualTo("waiting");
        assertThat(device.initiate(PeerConnection.name(BY_PEER))).as(sites::logs).isTrue();
        assertThat(sites.passes(BY_PEER)).as(sites::logs).isTrue();
    }

    private String routes() {
        return sites.lab.gateway().control("show", "routes", "--tenant=" + Sites.TENANT).output();
    }

    /// The first keys come of IKE's own exchange; every rekeying fails.
    @Test
    @Order(5)
    void afterARestartOneThatCannotBeRekeyedIsSetUpAgain() {
        assertThat(sites.passes(ONE_SIDED_PFS)).as(sites::logs).isTrue();
        String another = ikeSa(ALWAYS);
        String before = ikeSa(ONE_SIDED_PFS);
        sites.lab.gateway().kill();
        sites.lab.gateway().restart();
        watched = sites.watchConnections();
        sites.await(
                "another IKE_SA, with keys",
                () ->
                        sites.state(ONE_SIDED_PFS).equals("up")
                                && !ikeSa(ONE_SIDED_PFS).equals(before));
        assertThat(sites.passes(ONE_SIDED_PFS)).as(sites::logs).isTrue();
        sites.await("told", () -> Sites.events(watched, ONE_SIDED_PFS).size() > 1);
        assertThat(watched.toString()).contains("none of our ESP proposals");
        sites.awaitState(ALWAYS, "up");
        assertThat(ikeSa(ALWAYS)).as("only rekeyed").isEqualTo(another);
        assertThat(sites.passes(ALWAYS)).as(sites::logs).isTrue();
    }

    /// charon still has the IKE_SA, which the gateway of then has set up by another secret.
    @Test
    @Order(6)
    void afterARestartTheTunnelOfASecretThatWasChangedMeanwhileEnds() throws IOException {
        Path aside = sites.lab.directory().resolve("with-another-secret");
        changed.put("sharedSecret", ANOTHER_PSK);
        sites.lab.apply();
        StateFiles.copy(sites.lab.gateway().stateDirectory(), aside);
        changed.put("sharedSecret", PeerConnection.psk(CHANGED));
        sites.lab.apply();
        assertThat(sites.passes(CHANGED)).as(sites::logs).isTrue();
        String before = ikeSa(CHANGED);
        String unchanged = ikeSa(ALWAYS);
        sites.lab.gateway().kill();
        StateFiles.copy(aside, sites.lab.gateway().stateDirectory());
        sites.lab.gateway().restart();

        sites.awaitState(ALWAYS, "up");
        assertThat(ikeSa(ALWAYS)).as("its secret is the same").isEqualTo(unchanged);
        assertThat(charon.sas()).doesNotContain(before);
        assertThat(device.initiate(PeerConnection.name(CHANGED))).as(sites::logs).isFalse();
        String office = PeerConnection.inner(CHANGED);
        assertThat(sites.vm().ping(office, "-c", "3", "-W", "1").received()).isZero();
        assertThat(sites.state(CHANGED)).isNotEqualTo("up");

        device.load(offices(ANOTHER_PSK));
        assertThat(sites.passes(CHANGED)).as(sites::logs).isTrue();
        assertThat(sites.passes(ALWAYS)).as(sites::logs).isTrue();
    }

    /// charon's number of it.
    private String ikeSa(int site) {
        return charon.sas()
                .lines()
                .filter(line -> line.contains("/office" + site + ": #"))
                .map(line -> line.replaceAll(",.*", ""))
                .findFirst()
                .orElse("none");
    }
}
