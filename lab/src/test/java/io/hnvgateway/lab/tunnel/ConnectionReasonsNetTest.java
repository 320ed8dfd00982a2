package io.hnvgateway.lab.tunnel;

import static io.hnvgateway.lab.tunnel.CertificateAuthority.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.lab.charon.Charon;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.tunnel.CertificateAuthority.Certified;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// Fourteen connections of one gateway to a real charon, of which ten cannot come up, each for
/// another reason; then the offices mend what is wrong, and all are up. Meanwhile the gateway tells
/// as much as it can, and never a secret.
@Tag("net")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConnectionReasonsNetTest {
    private static final int KEY = 1;
    private static final int KEY_OF_PEER = 2;
    private static final int IKE = 3;
    private static final int IKE_OF_PEER = 4;
    private static final int ESP_OF_PEER = 5;
    private static final int SELECTORS = 6;
    private static final int SELECTORS_OF_PEER = 7;
    private static final int SILENT = 8;
    private static final int EXPIRED = 9;
    private static final int UNTRUSTED = 10;
    private static final int ECDSA = 11;
    private static final int RSA = 12;
    private static final int ECDSA_OF_PEER = 13;
    private static final int RSA_OF_PEER = 14;

    /// All that hnvctl may be asked.
    private static final String[][] COMMANDS = {
        {"status"},
        {"status", "--json"},
        {"desired"},
        {"show", "compartments", "--json"},
        {"show", "routes", "--json"},
        {"show", "neighbors", "--json"},
        {"show", "records", "--json"},
        {"show", "sessions", "--json"},
        {"show", "tunnels"},
        {"show", "tunnels", "--json"},
        {"show", "drops", "--json"},
        {"show", "ports", "--json"},
        {"explain", "--tenant=contoso", "--source=10.0.0.10", "--destination=172.16.1.1"},
    };

    private static final List<Integer> BEGUN_BY_PEER =
            List.of(
                    KEY_OF_PEER,
                    IKE_OF_PEER,
                    ESP_OF_PEER,
                    SELECTORS_OF_PEER,
                    ECDSA_OF_PEER,
                    RSA_OF_PEER);

    private final Sites sites = new Sites();
    private final Path files = sites.lab.directory();
    private final CertificateAuthority authority =
            new CertificateAuthority(files.resolve("authority"), "Contoso Root");
    private final CertificateAuthority stranger =
            new CertificateAuthority(files.resolve("stranger"), "Woodgrove Root");
    private final Certified ownEcdsa = authority.ecdsa("gateway");
    private final Certified ownRsa = authority.rsa("gateway");
    private final Map<Integer, Certified> peers = new HashMap<>();
    private Charon device;
    private Charon charon;
    private StringWriter watched;

    @BeforeAll
    void start() throws IOException {
        peers.put(EXPIRED, authority.expired(PeerConnection.name(EXPIRED)));
        peers.put(UNTRUSTED, stranger.ecdsa(PeerConnection.name(UNTRUSTED)));
        for (int site : List.of(ECDSA, ECDSA_OF_PEER)) {
            peers.put(site, authority.ecdsa(PeerConnection.name(site)));
        }
        for (int site : List.of(RSA, RSA_OF_PEER)) {
            peers.put(site, authority.rsa(PeerConnection.name(site)));
        }
        device =
                sites.startDevice(
                        KEY,
                        KEY_OF_PEER,
                        IKE,
                        IKE_OF_PEER,
                        ESP_OF_PEER,
                        SELECTORS,
                        SELECTORS_OF_PEER,
                        EXPIRED,
                        UNTRUSTED,
                        ECDSA,
                        RSA,
                        ECDSA_OF_PEER,
                        RSA_OF_PEER);
        for (Certified peer : peers.values()) {
            hold(peer);
        }
        device.load(
                PeerConnection.configuration(
                        List.of(
                                PeerConnection.of(KEY).psk("planted-psk-of-nobody"),
                                PeerConnection.of(KEY_OF_PEER).psk("planted-psk-of-nobody"),
                                PeerConnection.of(IKE).ike("proposals = aes128-sha256-modp2048"),
                                PeerConnection.of(IKE_OF_PEER)
                                        .ike("proposals = aes128-sha256-modp2048"),
                                PeerConnection.of(ESP_OF_PEER)
                                        .child("esp_proposals = aes128-sha256"),
                                PeerConnection.of(SELECTORS)
                                        .selectors("172.20.0.0/24", "10.0.0.0/24"),
                                PeerConnection.of(SELECTORS_OF_PEER)
                                        .selectors("172.20.0.0/24", "10.0.0.0/24"),
                                certified(EXPIRED),
                                certified(UNTRUSTED),
                                certified(ECDSA),
                                certified(RSA),
                                certified(ECDSA_OF_PEER),
                                certified(RSA_OF_PEER))));
        connect();
        sites.lab.gateway().logAt("TRACE");
        charon = sites.startGateway(Forwarding.DEFAULT);
        watched = sites.watchConnections();
        sites.await("charon has all", () -> loaded() == 14);
    }

    private long loaded() {
        return charon.must("--list-conns")
                .output()
                .lines()
                .filter(l -> l.contains("/office"))
                .count();
    }

    private PeerConnection certified(int site) {
        return certified(site, Objects.requireNonNull(peers.get(site)));
    }

    private PeerConnection certified(int site, Certified by) {
        return PeerConnection.of(site).certified(by.certificate(), authority.root());
    }

    /// The device has the private key, and what lies between its certificate and the root.
    private void hold(Certified peer) throws IOException {
        Path folder = Files.createDirectories(device.directory().resolve("private"));
        Files.writeString(folder.resolve(peer.key().getFileName()), text(peer.key()));
        Path others = Files.createDirectories(device.directory().resolve("x509"));
        Files.writeString(others.resolve("between.pem"), text(authority.between()));
        Files.writeString(others.resolve("stranger.pem"), text(stranger.between()));
    }

    private void connect() {
        for (int site : List.of(KEY, IKE, SELECTORS, SILENT, EXPIRED, UNTRUSTED, ECDSA, RSA)) {
            ipSec(site).put("initiation", "AtStart");
        }
        for (int site : BEGUN_BY_PEER) {
            ipSec(site).put("initiation", "ResponderOnly");
        }
        for (int site : List.of(IKE, IKE_OF_PEER)) {
            ipSec(site)
                    .putObject("mainMode")
                    .put("encryptionAlgorithm", "GCMAES256")
                    .put("integrityAlgorithm", "SHA384")
                    .put("diffieHellmanGroup", "ECP384");
        }
        ipSec(ESP_OF_PEER).putObject("quickMode").put("cipherTransformationConstant", "GCMAES256");
        for (int site : List.of(SELECTORS, SELECTORS_OF_PEER)) {
            ipSec(site)
                    .putArray("remoteVpnTrafficSelector")
                    .addObject()
                    .put("ipAddressStart", "172.16." + site + ".0")
                    .put("ipAddressEnd", "172.16." + site + ".255");
        }
        for (int site : List.of(EXPIRED, UNTRUSTED, ECDSA, RSA, ECDSA_OF_PEER, RSA_OF_PEER)) {
            Certified own = site == RSA || site == RSA_OF_PEER ? ownRsa : ownEcdsa;
            ObjectNode ipSec = ipSec(site);
            ipSec.remove("sharedSecret");
            ipSec.put("authenticationMethod", "Certificate")
                    .put("certificateChain", text(own.certificate()) + text(authority.between()))
                    .put("privateKey", text(own.key()))
                    .put("trustedCertificates", text(authority.root()));
        }
    }

    private final Map<Integer, ObjectNode> connections = new HashMap<>();

    private ObjectNode ipSec(int site) {
        return connections.computeIfAbsent(site, sites::connect).withObject("ipSecConfiguration");
    }

    @AfterAll
    void close() {
        sites.close();
    }

    @Test
    @Order(1)
    void certificatesOfBothKindsBringAConnectionUpFromEitherSide() {
        sites.awaitState(ECDSA, "up");
        sites.awaitState(RSA, "up");
        for (int site : List.of(ECDSA_OF_PEER, RSA_OF_PEER)) {
            assertThat(device.initiate(PeerConnection.name(site))).as(sites::logs).isTrue();
            sites.awaitState(site, "up");
        }
        for (int site : List.of(ECDSA, RSA, ECDSA_OF_PEER, RSA_OF_PEER)) {
            assertThat(sites.passes(site)).as(sites::logs).isTrue();
        }
        assertThat(sites.row(ECDSA).path("peer").asText())
                .isEqualTo(PeerConnection.outer(ECDSA) + " " + PeerConnection.name(ECDSA));
    }

    @Test
    @Order(2)
    void eachThatCannotComeUpSaysWhy() {
        for (int site : List.of(KEY_OF_PEER, IKE_OF_PEER, ESP_OF_PEER, SELECTORS_OF_PEER)) {
            device.initiate(PeerConnection.name(site));
        }
        says(KEY, "the peer does not believe this side: another key");
        says(KEY_OF_PEER, "the pre-shared key of 'office2' is not the one of this side");
        says(IKE, "the peer takes none of aes256gcm16-prfsha384-ecp384 for IKE");
        says(
                IKE_OF_PEER,
                "the peer offers IKE:AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048; this"
                        + " side takes IKE:AES_GCM_16_256/PRF_HMAC_SHA2_384/ECP_384");
        says(
                ESP_OF_PEER,
                "the peer offers ESP:AES_CBC_128/HMAC_SHA2_256_128/NO_EXT_SEQ; this side takes"
                        + " ESP:AES_GCM_16_256");
        says(SELECTORS, "the peer has none of the networks");
        says(SELECTORS_OF_PEER, "the peer asks for");
        says(SILENT, "198.51.100.108] does not answer on UDP 500 or 4500");
        says(EXPIRED, "a certificate is out of its time");
        says(UNTRUSTED, "comes from none of the trusted ones");
        for (int site = KEY; site <= UNTRUSTED; site++) {
            assertThat(sites.state(site)).as("office" + site).isNotEqualTo("up");
        }
    }

    private void says(int site, String reason) {
        sites.await(
                "office%d says '%s'".formatted(site, reason),
                () -> sites.failure(site).contains(reason));
    }

    @Test
    @Order(3)
    void eachFailureIsOneEventHoweverOftenItIsTried() {
        Map<Integer, String> kinds =
                Map.of(
                        KEY, "authentication",
                        KEY_OF_PEER, "authentication",
                        IKE, "proposals",
                        IKE_OF_PEER, "proposals",
                        ESP_OF_PEER, "proposals",
                        SELECTORS, "traffic_selectors",
                        SELECTORS_OF_PEER, "traffic_selectors",
                        SILENT, "unreachable",
                        EXPIRED, "authentication",
                        UNTRUSTED, "authentication");
        for (int i = 0; i < 3; i++) {
            device.initiate(PeerConnection.name(KEY_OF_PEER));
        }
        kinds.forEach((site, kind) -> {
            sites.await("event of office" + site, () -> !Sites.events(watched, site).isEmpty());
            assertThat(Sites.events(watched, site)).as(watched::toString).hasSize(1);
            JsonNode event = Sites.events(watched, site).getFirst();
            assertThat(event.path("what").asText()).isEqualTo("failed");
            assertThat(event.path("compartment").asText()).isEqualTo(Sites.TENANT);
            assertThat(event.path("kind").asText()).isEqualTo(kind);
            assertThat(event.path("reason").asText()).isEqualTo(sites.failure(site));
        });
        assertThat(sites.lab.gateway().log().lines())
                .filteredOn(line -> line.contains("event=connection-failed"))
                .hasSize(kinds.size());
        assertThat(Sites.events(watched, ECDSA)).hasSize(1);
        assertThat(Sites.events(watched, ECDSA).getFirst().path("what").asText()).isEqualTo("up");
    }

    @Test
    @Order(4)
    void onceTheOfficesHaveMendedItAllAreUp() throws IOException {
        device.close();
        device.restart();
        Certified good = authority.ecdsa(PeerConnection.name(EXPIRED));
        Certified known = authority.ecdsa(PeerConnection.name(UNTRUSTED));
        hold(good);
        hold(known);
        sites.device()
                .namespace()
                .address(sites.device().device(), PeerConnection.outer(SILENT) + "/24");
        sites.device().namespace().address("lo", PeerConnection.inner(SILENT) + "/32");
        device.load(
                PeerConnection.configuration(
                        List.of(
                                PeerConnection.of(KEY),
                                PeerConnection.of(KEY_OF_PEER),
                                PeerConnection.of(IKE),
                                PeerConnection.of(IKE_OF_PEER),
                                PeerConnection.of(ESP_OF_PEER),
                                PeerConnection.of(SELECTORS),
                                PeerConnection.of(SELECTORS_OF_PEER),
                                PeerConnection.of(SILENT),
                                certified(EXPIRED, good),
                                certified(UNTRUSTED, known))));
        for (int site = KEY; site <= UNTRUSTED; site++) {
            device.initiate(PeerConnection.name(site)); // or the gateway is first
            sites.awaitState(site, "up");
            assertThat(sites.failure(site)).isEmpty();
        }
        assertThat(sites.passes(KEY)).as(sites::logs).isTrue();
        assertThat(sites.passes(UNTRUSTED)).as(sites::logs).isTrue();
    }

    /// They are where the test has put them itself, which shows that they would be found.
    @Test
    @Order(5)
    void noSecretIsAnywhereButWhereItWasPlanted() throws Exception {
        SecretHunt hunt = new SecretHunt().psk("planted-psk-of-nobody");
        for (int site = KEY; site <= SILENT; site++) {
            hunt.psk(PeerConnection.psk(site));
        }
        hunt.privateKey(text(ownEcdsa.key())).privateKey(text(ownRsa.key()));
        assertThat(sites.lab.gateway().log()).contains("level=DEBUG");
        assertThat(hunt.files(files).stream().map(Path::toString))
                .as("the files of the run: logs, states, checkpoints, charons' folders")
                .containsExactlyInAnyOrder(
                        "authority/ecdsa-gateway.key",
                        "authority/rsa-gateway.key",
                        "charon-device/swanctl-1.conf",
                        "charon-device/swanctl-2.conf",
                        "gateway/desired.json");
        assertThat(hunt.processes()).isEmpty();
        plantInProcess(hunt);
        for (String[] command : COMMANDS) {
            String answer = sites.lab.gateway().control(command).output();
            assertThat(answer).as(String.join(" ", command)).isNotBlank();
            assertThat(hunt.isIn(answer)).as(answer).isFalse();
        }
        assertThat(hunt.isIn(watched.toString())).isFalse();
        assertThat(sites.lab.gateway().control("desired").output())
                .contains("authenticationMethod")
                .doesNotContain("sharedSecret")
                .doesNotContain("privateKey");
    }

    private static void plantInProcess(SecretHunt hunt) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sleep", "60");
        builder.environment().put("PLANTED", PeerConnection.psk(KEY));
        Process planted = builder.start();
        try {
            assertThat(hunt.processes())
                    .containsExactly(Path.of("/proc", Long.toString(planted.pid()), "environ"));
        } finally {
            planted.destroyForcibly().waitFor();
        }
    }
}
