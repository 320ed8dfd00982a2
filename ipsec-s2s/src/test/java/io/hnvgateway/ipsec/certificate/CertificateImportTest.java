package io.hnvgateway.ipsec.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateImportTest {
    private final Instant now = Instant.now();

    private final TestAuthority root = new TestAuthority("Root", KeyKind.ECDSA_P384);
    private final KeyPair key = KeyKind.ECDSA_P256.generate();
    private final String own = root.certify(key.getPublic(), "gateway.example");

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            names = {"ECDSA_P256", "ECDSA_P384", "RSA_2048"})
    void takesKeysThatItMade(KeyKind kind) throws Exception {
        KeyPair pair = kind.generate();
        String certificate = root.certify(pair.getPublic(), "gateway.example");
        ConnectionCertificate read =
                CertificateImport.pem(TestAuthority.pem(pair), certificate, root.pem(), now);
        assertThat(read.privateKeyDer()).isEqualTo(pair.getPrivate().getEncoded());
        assertThat(read.chainDer()).hasSize(1);
        assertThat(read.authoritiesDer()).hasSize(1);
        assertThat(read)
                .isEqualTo(
                        CertificateImport.pem(
                                TestAuthority.pem(pair), certificate, root.pem(), now));
        assertThat(read.toString()).isEqualTo("1 certificates, 1 authorities");
    }

    @Test
    void takesAChainAndNothingThatIsNone() throws Exception {
        TestAuthority middle = root.below("Middle");
        String leaf = middle.certify(key.getPublic(), "gateway.example");
        String chain = leaf + middle.pem() + root.pem();
        assertThat(CertificateImport.pem(TestAuthority.pem(key), chain, root.pem(), now).chainDer())
                .hasSize(3);
        String wrong = leaf + root.pem();
        assertThatThrownBy(
                        () -> CertificateImport.pem(TestAuthority.pem(key), wrong, root.pem(), now))
                .hasMessageContaining("CN=gateway.example does not come from the next one");
    }

    @Test
    void theKeyIsThatOfTheCertificate() {
        String other = TestAuthority.pem(KeyKind.ECDSA_P256.generate());
        assertThatThrownBy(() -> CertificateImport.pem(other, own, root.pem(), now))
                .hasMessage("the private key is not that of the first certificate");
        String ofAnotherKind = TestAuthority.pem(KeyKind.RSA_2048.generate());
        assertThatThrownBy(() -> CertificateImport.pem(ofAnotherKind, own, root.pem(), now))
                .hasMessage("the private key is not that of the first certificate");
    }

    @Test
    void refusesWhatIsOutOfItsTime() {
        String expired =
                root.certify(key.getPublic(), "gateway.example", now.minus(Duration.ofDays(100)));
        assertThatThrownBy(() ->
                        CertificateImport.pem(TestAuthority.pem(key), expired, root.pem(), now))
                .hasMessageContaining("CN=gateway.example ended on");
        String early =
                root.certify(key.getPublic(), "gateway.example", now.plus(Duration.ofDays(1)));
        assertThatThrownBy(
                        () -> CertificateImport.pem(TestAuthority.pem(key), early, root.pem(), now))
                .hasMessageContaining("begins on");
    }

    @Test
    void anAuthorityIsOne() {
        assertThatThrownBy(() -> CertificateImport.pem(TestAuthority.pem(key), own, own, now))
                .hasMessageContaining("is trusted, but is not a certificate of an authority");
    }

    @Test
    void refusesShortKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair weak = generator.generateKeyPair();
        String certificate = root.certify(weak.getPublic(), "gateway.example");
        assertThatThrownBy(() ->
                        CertificateImport.pem(
                                TestAuthority.pem(weak), certificate, root.pem(), now))
                .hasMessageContaining("too short");
    }

    @Test
    void refusesWhatIsNoPemWithoutShowingIt() {
        for (String text : List.of("", "secret", own, "-----BEGIN PRIVATE KEY-----\nsecret")) {
            assertThatThrownBy(() -> CertificateImport.pem(text, own, root.pem(), now))
                    .isInstanceOf(CertificateFaultException.class)
                    .message()
                    .doesNotContain("secret");
        }
        assertThatThrownBy(
                        () -> CertificateImport.pem(TestAuthority.pem(key), "x", root.pem(), now))
                .hasMessage("there is no CERTIFICATE in the text");
    }

    @Test
    void opensPkcs12WithItsPassphrase() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] passphrase = "open sesame".toCharArray();
        store.load(null, passphrase);
        Certificate certificate =
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(own.getBytes(StandardCharsets.US_ASCII)));
        store.setKeyEntry("own", key.getPrivate(), passphrase, new Certificate[] {certificate});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, passphrase);
        assertThat(
                        CertificateImport.pkcs12(out.toByteArray(), passphrase, root.pem(), now)
                                .privateKeyDer())
                .isEqualTo(key.getPrivate().getEncoded());
        assertThatThrownBy(() ->
                        CertificateImport.pkcs12(
                                out.toByteArray(), "wrong".toCharArray(), root.pem(), now))
                .hasMessageContaining("wrong passphrase, or damaged");
    }

    @Test
    void warnsBeforeTheEnd() throws Exception {
        ConnectionCertificate read =
                CertificateImport.pem(TestAuthority.pem(key), own, root.pem(), now);
        assertThat(CertificateImport.warning(read, now)).isEmpty();
        assertThat(CertificateImport.warning(read, now.plus(Duration.ofDays(70))))
                .hasValueSatisfying(
                        text -> assertThat(text).containsPattern("ends on .*, in (19|20) days"));
        assertThat(CertificateImport.warning(read, now.plus(Duration.ofDays(91))))
                .hasValueSatisfying(text -> assertThat(text).contains("ended on"));
    }

    @Test
    void asksForACertificateWithItsNamesAndProofOfTheKey() throws Exception {
        String pem =
                CertificateRequests.request(
                        key, "CN=gateway, O=Contoso", List.of("gateway.example", "gw@example.org"));
        var request = new PKCS10CertificationRequest(Pem.read(pem).getFirst().getContent());
        assertThat(request.getSubject()).hasToString("CN=gateway,O=Contoso");
        assertThat(
                        request.isSignatureValid(
                                new JcaContentVerifierProviderBuilder().build(key.getPublic())))
                .isTrue();
        assertThat(request.getRequestedExtensions().getExtensionOIDs()).hasSize(2);
        assertThatThrownBy(() -> CertificateRequests.request(key, "no name", List.of()))
                .isInstanceOf(CertificateFaultException.class);
    }
}
