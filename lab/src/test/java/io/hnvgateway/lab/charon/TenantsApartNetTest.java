package io.hnvgateway.lab.charon;

import static io.hnvgateway.lab.charon.CharonScene.addressOf;
import static io.hnvgateway.lab.charon.CharonScene.await;
import static io.hnvgateway.lab.charon.CharonScene.connection;
import static io.hnvgateway.lab.charon.CharonScene.connections;
import static io.hnvgateway.lab.charon.CharonScene.office;
import static io.hnvgateway.lab.charon.CharonScene.remote;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.charon.RecordingBackend.Known;
import io.hnvgateway.lab.netns.Namespace;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two tenants with the same identities on both sides: charon alone would let one use what is the
/// other's.
@Tag("net")
class TenantsApartNetTest {
    private static final String PSK_OF_A = "psk-of-tenant-a";
    private static final String PSK_OF_B = "psk-of-tenant-b";

    private @Nullable CharonScene built;

    @BeforeEach
    void build() {
        built = new CharonScene();
        built.backend.psk("a", PSK_OF_A).psk("b", PSK_OF_B);
        built.startServer(built.backend);
    }

    @AfterEach
    void close() {
        if (built != null) {
            built.close();
        }
    }

    /// A's connection takes any address, B's only that of B's office.
    @Test
    void keyOfOneTenantNeverOpensTheConnectionOfAnother() {
        Charon charon = scene().gatewayCharon();
        charon.load(
                connections(
                        connection("a", 1, remote("%any"), ""),
                        connection("b", 2, remote("192.0.2.200"), "")));
        Charon peer = CharonScene.peerCharon(scene().run, scene().office());
        peer.load(office(1, PSK_OF_B));
        assertThat(peer.initiate("office")).isFalse();
        assertThat(scene().backend.allSas).isEmpty();
        assertThat(charon.sas()).isBlank();

        peer.load(office(1, PSK_OF_A));
        assertThat(peer.initiate("office")).isTrue();
        await("A is up", () -> scene().backend.inbound("a").size() == 1);
    }

    /// charon begins with B's connection, which fits better, finds after the authentication that it
    /// asks for a second round, and changes to A's.
    @Test
    void changeOfTheConnectionAfterTheAuthenticationIsRefused() {
        String twoRounds =
                CharonScene.PROPOSALS
                        + "\nremote_addrs = %any\nremote-1 {\n auth = psk\n id = office\n round = 1\n}"
                        + "\nremote-2 {\n auth = psk\n id = office\n round = 2\n}";
        Charon charon = scene().gatewayCharon();
        charon.load(
                connections(
                        connection("a", 1, remote("%any").replace("id = office", "id = %any"), ""),
                        connection("b", 2, twoRounds, "")));
        Charon peer = CharonScene.peerCharon(scene().run, scene().office());
        peer.load(office(1, PSK_OF_B));
        assertThat(peer.initiate("office")).isFalse();
        assertThat(charon.log()).contains("switching to peer config 'a'");
        assertThat(scene().backend.allSas).isEmpty();
        assertThat(charon.sas()).isBlank();
    }

    @Test
    void initialContactOfOneTenantEndsNothingOfAnother() {
        Charon charon = scene().gatewayCharon();
        charon.load(
                connections(
                        connection("a", 1, remote(addressOf(1)), ""),
                        connection("b", 2, remote(addressOf(2)), "")));
        Namespace officeOfA = scene().office();
        Namespace officeOfB = scene().office();
        Charon peerOfA = CharonScene.peerCharon(scene().run, officeOfA);
        peerOfA.load(office(1, PSK_OF_A));
        assertThat(peerOfA.initiate("office")).isTrue();
        await("A is up", () -> scene().backend.outbound("a").size() == 1);
        List<Known> ofA = scene().backend.inbound("a");

        Charon peerOfB = CharonScene.peerCharon(scene().run, officeOfB);
        peerOfB.load(office(2, PSK_OF_B));
        assertThat(peerOfB.initiate("office")).isTrue();
        await("B is up", () -> scene().backend.outbound("b").size() == 1);
        assertThat(peerOfB.log()).contains("N(INIT_CONTACT)");
        assertThat(scene().backend.inbound("a")).isEqualTo(ofA);
        assertThat(charon.sas()).contains("a: #").contains("b: #");
        assertThat(peerOfA.sas()).contains("ESTABLISHED");
    }

    private CharonScene scene() {
        if (built == null) {
            throw new AssertionError("not built");
        }
        return built;
    }
}
