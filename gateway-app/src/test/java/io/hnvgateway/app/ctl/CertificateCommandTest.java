package io.hnvgateway.app.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.app.KeyStores;
import io.hnvgateway.ipsec.certificate.CertificateFaultException;
import io.hnvgateway.ipsec.certificate.CertificateImport;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CertificateCommandTest {
    @TempDir private Path temporary;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = HnvCtl.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    @Test
    void aRequestsKeyStaysInItsFile() throws IOException {
        Path key = temporary.resolve("gateway.key");
        assertThat(
                        run(
                                "certificate",
                                "request",
                                "--subject=CN=gateway, O=Contoso",
                                "--name=gateway.example",
                                "--kind=ecdsa_p384",
                                "--key-file=" + key))
                .as(err::toString)
                .isZero();
        assertThat(out.toString()).startsWith("-----BEGIN CERTIFICATE REQUEST-----");
        assertThat(out.toString() + err).doesNotContain("PRIVATE");
        assertThat(Files.readString(key)).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeyThatIsThereIsNotOverwritten() throws IOException {
        Path key = Files.writeString(temporary.resolve("gateway.key"), "in use");
        assertThat(run("certificate", "request", "--subject=CN=gateway", "--key-file=" + key))
                .isEqualTo(HnvCtl.UNUSABLE);
        assertThat(err.toString()).contains(key + " exists");
        assertThat(Files.readString(key)).isEqualTo("in use");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aSubjectThatIsNoneMakesNoFile() {
        Path key = temporary.resolve("gateway.key");
        assertThat(run("certificate", "request", "--subject=gateway", "--key-file=" + key))
                .isEqualTo(HnvCtl.UNUSABLE);
        assertThat(err.toString()).contains("no request can be made of gateway");
        assertThat(key).doesNotExist();
    }

    @Test
    void aStoreBecomesTheProperties()
            throws IOException, FaultsException, CertificateFaultException {
        Path store = KeyStores.make(temporary.resolve("store.p12"), "CN=gateway", 20);
        Path to = temporary.resolve("office.json");
        assertThat(convert(store, KeyStores.PASSPHRASE, to)).as(err::toString).isZero();
        assertThat(out.toString()).contains("1 certificates, 1 authorities");
        assertThat(err.toString()).contains("CN=gateway ends on ");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to)))
                .isEqualTo("rw-------");
        JsonNode properties = JsonText.parse(Files.readAllBytes(to));
        assertThat(properties.path("authenticationMethod").asText()).isEqualTo("Certificate");
        assertThat(
                        CertificateImport.pem(
                                        properties.path("privateKey").asText(),
                                        properties.path("certificateChain").asText(),
                                        properties.path("trustedCertificates").asText(),
                                        Instant.now())
                                .chainDer())
                .hasSize(1);
    }

    @Test
    void aWrongPassphraseIsSaidAndNothingWritten() throws IOException {
        Path store = KeyStores.make(temporary.resolve("store.p12"), "CN=gateway", 20);
        Path to = temporary.resolve("office.json");
        assertThat(convert(store, "another", to)).isEqualTo(HnvCtl.UNUSABLE);
        assertThat(err.toString()).contains("wrong passphrase, or damaged");
        assertThat(to).doesNotExist();
    }

    private int convert(Path store, String passphrase, Path to) throws IOException {
        Path file = Files.writeString(temporary.resolve("passphrase"), passphrase + "\n");
        return run(
                "certificate",
                "convert",
                "--store=" + store,
                "--passphrase-file=" + file,
                "--trusted=" + KeyStores.certificate(store),
                "--out=" + to);
    }
}
