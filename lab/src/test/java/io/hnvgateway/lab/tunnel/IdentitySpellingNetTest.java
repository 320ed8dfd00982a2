package io.hnvgateway.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.charon.Charon;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.provider.value.IkeIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Two spellings that are one identity to charon are one to the gateway's rules: the gateway has
/// one of them, the office the other, and the connection comes up or does not. The rules may take
/// more for one (RFC 5280 §7.1), which refuses more, never less.
@Tag("net")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentitySpellingNetTest {
    private static final String PSK = "planted-psk-of-all";

    private final Sites sites = new Sites();

    /// @param gateways as the gateway is configured
    /// @param offices as the office's charon is, where more is allowed
    /// @param charon whether they are one to charon
    /// @param rules whether they are one to the gateway's rules
    private record Spelling(String gateways, String offices, boolean charon, boolean rules) {
        Spelling(String gateways, String offices, boolean same) {
            this(gateways, offices, same, same);
        }
    }

    private static final List<Spelling> SPELLINGS =
            List.of(
                    new Spelling("one.example", "ONE.Example", true),
                    new Spelling("two.example", "@two.example", true),
                    new Spelling("three.example", "three.example.", false),
                    new Spelling("Four@Example.org", "four@example.ORG", true),
                    new Spelling("2001:db8::5", "2001:0DB8:0:0::5", true),
                    new Spelling("C=DE, O=Contoso, CN=six", "c=de,o=CONTOSO,cn=Six", true),
                    new Spelling("O=Contoso, CN=seven", "CN=seven, O=Contoso", false),
                    new Spelling("O=Contoso, CN=eight", "/O=Contoso/CN = eight", true),
                    new Spelling("CN=office nine", "CN=office  nine", false, true),
                    new Spelling("CN=ten, E=a@b.example", "CN=ten, emailAddress=A@b.example", true),
                    new Spelling("CN=eleven_x", "CN=ELEVEN_x", false, true));

    @AfterAll
    void close() {
        sites.close();
    }

    @Test
    void twoSpellingsAreOneIfCharonTakesThemForOne() {
        int[] all = IntStream.rangeClosed(1, SPELLINGS.size()).toArray();
        Charon device = sites.startDevice(all);
        List<PeerConnection> offices = new ArrayList<>();
        for (int site : all) {
            Spelling spelling = SPELLINGS.get(site - 1);
            offices.add(office(site, spelling.offices));
            sites.connect(site)
                    .withObject("ipSecConfiguration")
                    .put("peerIdentity", spelling.gateways)
                    .put("sharedSecret", PSK)
                    .put("initiation", "AtStart");
        }
        device.load(
                PeerConnection.configuration(offices)
                        + "secrets {\n ike-all {\n secret = \"%s\"\n }\n}\n".formatted(PSK));
        sites.startGateway(Forwarding.DEFAULT);
        Map<Spelling, Boolean> came = new LinkedHashMap<>();
        for (int site : all) {
            if (SPELLINGS.get(site - 1).charon()) {
                sites.awaitState(site, "up");
            } else {
                sites.await("office" + site + " is refused", () -> !sites.failure(site).isEmpty());
            }
        }
        for (int site : all) {
            came.put(SPELLINGS.get(site - 1), sites.state(site).equals("up"));
        }
        assertThat(came)
                .as(sites::logs)
                .isEqualTo(SPELLINGS.stream().collect(Collectors.toMap(s -> s, Spelling::charon)));
    }

    @Test
    void theRulesKnowIt() {
        assertThat(SPELLINGS)
                .allSatisfy(s ->
                        assertThat(
                                        IkeIdentity.canonical(s.gateways)
                                                .equals(
                                                        IkeIdentity.canonical(
                                                                s.offices.replaceFirst("^@", ""))))
                                .isEqualTo(s.rules));
    }

    private static PeerConnection office(int site, String identity) {
        return new PeerConnection(
                site,
                PeerConnection.outer(site),
                "",
                "auth = psk\n id = \"" + identity + "\"",
                "auth = psk\n id = gateway",
                "local_ts = " + PeerConnection.net(site) + "\n remote_ts = " + LabPlan.WEB_NET,
                "",
                "");
    }
}
