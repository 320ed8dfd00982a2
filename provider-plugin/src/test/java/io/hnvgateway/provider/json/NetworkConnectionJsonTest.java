package io.hnvgateway.provider.json;

import static io.hnvgateway.provider.Connections.GRE;
import static io.hnvgateway.provider.Connections.IPSEC;
import static io.hnvgateway.provider.Connections.L3;
import static io.hnvgateway.provider.Connections.SECRET;
import static io.hnvgateway.provider.Connections.document;
import static io.hnvgateway.provider.Connections.first;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.diff.StateDiff;
import io.hnvgateway.provider.resource.ConnectionCredential;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.DiffieHellmanGroup;
import io.hnvgateway.provider.resource.EncryptionAlgorithm;
import io.hnvgateway.provider.resource.ForwardSecrecy;
import io.hnvgateway.provider.resource.GreConnection;
import io.hnvgateway.provider.resource.Initiation;
import io.hnvgateway.provider.resource.IntegrityAlgorithm;
import io.hnvgateway.provider.resource.IpSecConnection;
import io.hnvgateway.provider.resource.KeptSecrets;
import io.hnvgateway.provider.resource.L3Connection;
import io.hnvgateway.provider.resource.MainMode;
import io.hnvgateway.provider.resource.NetworkConnection;
import io.hnvgateway.provider.resource.QuickMode;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.SecretText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkConnectionJsonTest {

    @Test
    void readsWhatScriptsForExistingControllersWrite() {
        DesiredStateDocument document = document(IPSEC);
        assertThat(document.faults()).isEmpty();
        NetworkConnection connection = first(document);
        assertThat(connection.enabled()).isTrue();
        assertThat(connection.bandwidth().outboundKbps()).isEqualTo(10_000);
        assertThat(connection.bandwidth().inboundKbps()).isEqualTo(20_000);
        assertThat(connection.routes()).hasSize(1);
        assertThat(connection.routes().getFirst().metric()).isEqualTo(10);
        assertThat(connection.routes().getFirst().nextHop()).isNull();
        IpSecConnection ipSec = ipSec(connection);
        assertThat(ipSec.credential())
                .isEqualTo(new ConnectionCredential.SharedSecret(SecretText.of(SECRET)));
        assertThat(ipSec.endpoints().source()).isEqualTo(IpAddress.parse("203.0.113.5"));
        assertThat(ipSec.endpoints().peers()).containsExactly(IpAddress.parse("198.51.100.77"));
        assertThat(ipSec.mainMode())
                .isEqualTo(
                        new MainMode(
                                DiffieHellmanGroup.GROUP14,
                                IntegrityAlgorithm.SHA256,
                                EncryptionAlgorithm.AES256,
                                1234));
        assertThat(ipSec.quickMode())
                .isEqualTo(
                        new QuickMode(
                                ForwardSecrecy.PFS2048,
                                EncryptionAlgorithm.AES256,
                                IntegrityAlgorithm.SHA256,
                                1233,
                                2000,
                                500));
        assertThat(ipSec.remoteSelectors().getFirst().addresses())
                .hasToString("10.1.0.0-10.1.255.255");
        assertThat(ipSec.localSelectors()).isEmpty();
    }

    @Test
    void whatIsLeftOutIsSafe() {
        IpSecConnection ipSec = ipSec(first(document(ipSec("'sharedSecret': 's'"))));
        assertThat(ipSec.mainMode()).isEqualTo(new MainMode(null, null, null, 28_800));
        assertThat(ipSec.quickMode()).isEqualTo(new QuickMode(null, null, null, 3_600, 0, 0));
        assertThat(ipSec.behavior().initiation()).isEqualTo(Initiation.ON_DEMAND);
        assertThat(ipSec.behavior().deadPeerSeconds()).isEqualTo(15);
        assertThat(ipSec.behavior().weakPermitted()).isFalse();
    }

    @Test
    void readsGreAndL3() {
        DesiredStateDocument document = document(GRE, L3);
        assertThat(document.faults()).isEmpty();
        var connections = document.state().virtualGateways().getFirst().networkConnections();
        assertThat(connections.getFirst().withdrawsRoutesWhileDown()).isTrue();
        assertThat(((GreConnection) connections.getFirst().transport()).key())
                .isEqualTo(0xffff_ffffL);
        L3Connection l3 = (L3Connection) connections.get(1).transport();
        assertThat(l3.vlanId()).isEqualTo(201);
        assertThat(l3.peers()).containsExactly(IpAddress.parse("172.16.0.1"));
        assertThat(connections.get(1).routes()).as("without what BGP learned").hasSize(2);
    }

    @Test
    void anAnswerReadsAsTheSameButForTheSecret() {
        DesiredState state =
                document(IPSEC, GRE.replace("branch", "p"), L3.replace("mpls", "q")).state();
        DesiredStateDocument again = DesiredStateReader.read(DesiredStateWriter.write(state));
        assertThat(again.faults()).isEmpty();
        assertThat(ipSec(first(again)).credential().secret()).isNull();
        assertThat(KeptSecrets.fill(again.state(), state).virtualGateways())
                .isEqualTo(state.virtualGateways());
    }

    @Test
    void noAnswerTextOrFaultShowsTheSecret() {
        DesiredState state = document(IPSEC).state();
        assertThat(DesiredStateWriter.write(state).toString()).doesNotContain("sesame");
        assertThat(state.toString()).doesNotContain("sesame");
        assertThat(document(IPSEC.replace("'10.1.0.0/16'", "'x'")).faults().toString())
                .doesNotContain("sesame");
        assertThat(document(ipSec("'sharedSecret': ['open sesame']")).faults())
                .extracting(Fault::toString)
                .containsExactly(
                        "virtualGateways[contoso-gw].networkConnections[office].ipSecConfiguration"
                                + ".sharedSecret: must be a single value");
    }

    @Test
    void aChangeOfTheSecretIsAChangeThatShowsNothing() {
        DesiredState before = document(IPSEC).state();
        DesiredState after = document(IPSEC.replace("sesame", "barley")).state();
        assertThat(StateDiff.between(before, before)).isEmpty();
        assertThat(StateDiff.between(before, after)).hasSize(1);
        assertThat(StateDiff.between(before, after).toString())
                .contains("networkConnections[office].ipSecConfiguration")
                .doesNotContain("sesame")
                .doesNotContain("barley");
    }

    @Test
    void theStoreKeepsSecretsAsItsSealMakesThem() throws Exception {
        DesiredState state = document(IPSEC).state();
        byte[] text = text(state, new Backwards());
        assertThat(new String(text, UTF_8))
                .contains("sealedSharedSecret")
                .contains("emases")
                .doesNotContain("sesame");
        DesiredStateDocument again =
                DesiredStateReader.read(
                        new ByteArrayInputStream(text), (_, _) -> true, new Backwards());
        assertThat(again.faults()).isEmpty();
        assertThat(ipSec(first(again)).credential().secret()).isEqualTo(SecretText.of(SECRET));
        assertThat(DesiredStateReader.read(text).faults())
                .as("nobody else may hand in a sealed one")
                .extracting(Fault::rule)
                .containsExactly("is not a known property");
    }

    @Test
    void aSealThatDoesNotOpenIsAFaultOfItsSecret() throws Exception {
        byte[] text = text(document(IPSEC).state(), new Backwards());
        String elsewhere = new String(text, UTF_8).replace("\"office\"", "\"other\"");
        DesiredStateDocument again =
                DesiredStateReader.read(
                        new ByteArrayInputStream(elsewhere.getBytes(UTF_8)),
                        (_, _) -> true,
                        new Backwards());
        assertThat(again.faults())
                .extracting(Fault::toString)
                .containsExactly(
                        "virtualGateways[contoso-gw].networkConnections[other].ipSecConfiguration"
                                + ".sharedSecret: was sealed elsewhere");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'sharedSecret': 's', 'mainMode': {'encryptionAlgorithm': 'DES'}|"
                        + "mainMode.encryptionAlgorithm: DES: is broken and never offered",
                "'sharedSecret': 's', 'mainMode': {'diffieHellmanGroup': 'Group1'}|Group1: is broken",
                "'sharedSecret': 's', 'quickMode': {'cipherTransformationConstant': 'DES3'}|"
                        + "DES3: is no cipher of the data path; use GCMAES256",
                "'sharedSecret': 's', 'quickMode': {'cipherTransformationConstant': 'GCMAES256',"
                        + " 'authenticationTransformationConstant': 'SHA256128'}|must be GCMAES256 beside",
                "'sharedSecret': 's', 'quickMode': {'authenticationTransformationConstant': 'MD596'}|"
                        + "MD596: is no algorithm of the data path",
                "'sharedSecret': 's', 'peerIdentity': '%any'|%any: must be an identity",
                "'sharedSecret': 's', 'localVpnTrafficSelector': [{'ipAddressStart': '10.0.0.9',"
                        + " 'ipAddressEnd': '10.0.0.1'}]|10.0.0.9-10.0.0.1: must begin before it ends",
                "'sharedSecret': 's', 'initation': 'AtStart'|did you mean initiation?",
            })
    void namesWhatCannotBeRead(String inside, String fault) {
        assertThat(document(ipSec(inside)).faults())
                .singleElement()
                .satisfies(line -> assertThat(line.toString()).contains(fault));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "0.0.0.0",
                "::",
                "0::0",
                "%any",
                "%any6",
                "@office",
                "@@a@b",
                "@#6f66",
                "fqdn:office",
                "FQDN:office",
                "dns:x",
                "ipv4:192.0.2.1",
                "email:a@b",
                "keyid:x",
                "asn1dn:CN=x",
                "{2}:office",
                "10.0.0.0/8",
                "10.0.0.1-10.0.0.9",
                "*.contoso.example",
                "*@contoso.example",
                "CN=*",
                "C=DE, O= *",
                "=",
                "CN=a, office",
                "a:b",
                "::ffff:192.0.2.1",
                "b\u00fcro.example",
            })
    void refusesWhatIsNotTheIdentityOfOne(String identity) {
        for (String side : List.of("localIdentity", "peerIdentity")) {
            String inside = "'sharedSecret': 's', '%s': '%s'".formatted(side, identity);
            assertThat(document(ipSec(inside)).faults())
                    .as(identity)
                    .singleElement()
                    .satisfies(fault -> {
                        assertThat(fault.path()).endsWith("ipSecConfiguration." + side);
                        assertThat(fault.rule()).startsWith("must ");
                        assertThat(fault.hint()).isNotEmpty();
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "office",
                "office.contoso.example",
                "a@contoso.example",
                "192.0.2.1",
                "2001:db8::1",
                "C=DE, O=Contoso, CN=*.contoso.example",
                "/C=DE/CN=office",
                "office-1",
            })
    void takesIdentitiesAsTheyAreWritten(String identity) {
        String inside = "'sharedSecret': 's', 'peerIdentity': '%s'".formatted(identity);
        assertThat(document(ipSec(inside)).faults()).isEmpty();
    }

    @Test
    void refusesTheConfigurationOfAnotherType() {
        String both =
                GRE.replace("'connectionType'", "'ipSecConfiguration': {'x': 1}, 'connectionType'");
        assertThat(document(both).faults())
                .extracting(Fault::toString)
                .containsExactly(
                        "virtualGateways[contoso-gw].networkConnections[branch].ipSecConfiguration:"
                                + " belongs to another connectionType; connectionType is GRE");
        String none = GRE.replace("{'greKey': '4294967295'}", "{}");
        assertThat(document(none).faults().toString()).contains("greConfiguration: is missing");
    }

    private static byte[] text(DesiredState state, SecretSeal seal) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonText.compact(out)) {
            DesiredStateWriter.write(state, json, seal);
        }
        return out.toByteArray();
    }

    private static String ipSec(String inside) {
        return "{'resourceId': 'office', 'properties': {'connectionType': 'IPSec',"
                + "'destinationIPAddress': '198.51.100.77', 'ipSecConfiguration': {"
                + inside
                + "}}}";
    }

    private static IpSecConnection ipSec(NetworkConnection connection) {
        return (IpSecConnection) connection.transport();
    }

    /// A seal that everybody can open, at its place.
    private static final class Backwards implements SecretSeal {
        @Override
        public String seal(SecretText secret, String place) {
            return new StringBuilder(secret.reveal()).reverse() + "@" + place;
        }

        @Override
        public SecretText open(String sealed, String place) {
            if (!sealed.endsWith("@" + place)) {
                throw new InvalidValueException("was sealed elsewhere");
            }
            String text = sealed.substring(0, sealed.indexOf('@'));
            return SecretText.of(new StringBuilder(text).reverse().toString());
        }
    }
}
