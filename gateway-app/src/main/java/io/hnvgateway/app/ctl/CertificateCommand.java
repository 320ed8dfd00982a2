package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.ipsec.certificate.CertificateFaultException;
import io.hnvgateway.ipsec.certificate.CertificateImport;
import io.hnvgateway.ipsec.certificate.CertificatePem;
import io.hnvgateway.ipsec.certificate.CertificateRequests;
import io.hnvgateway.ipsec.certificate.ConnectionCertificate;
import io.hnvgateway.ipsec.certificate.KeyKind;
import io.hnvgateway.provider.json.JsonText;
import java.io.Console;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `hnvctl certificate`.
@Command(
        name = "certificate",
        description = {
            "Keys and certificates for IPSec connections. Needs no gateway.",
            "A private key is written to a new file of mode 0600 and printed nowhere."
        },
        mixinStandardHelpOptions = true)
final class CertificateCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: request or convert");
    }

    @Command(
            name = "request",
            description =
                    "Makes a key and prints the request (PKCS#10) that an authority makes a certificate of.",
            mixinStandardHelpOptions = true)
    int request(
            @Option(
                            names = "--subject",
                            required = true,
                            paramLabel = "NAME",
                            description = "As \"CN=gateway.contoso.example, O=Contoso\".")
                    String subject,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description =
                                    "DNS name or user@name that the peer asks for; more than once for more.")
                    @Nullable List<String> names,
            @Option(
                            names = "--kind",
                            defaultValue = "ECDSA_P256",
                            description =
                                    "One of ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
                    KeyKind kind,
            @Option(
                            names = "--key-file",
                            required = true,
                            paramLabel = "FILE",
                            description = "Where the new private key goes.")
                    Path keyFile)
            throws IOException, CertificateFaultException {
        KeyPair key = kind.generate();
        String request =
                CertificateRequests.request(key, subject, names == null ? List.of() : names);
        write(keyFile, CertificatePem.privateKey(key.getPrivate()));
        spec.commandLine().getOut().print(request);
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "convert",
            description = {
                "Checks a PKCS#12 file and writes its key and certificates as the properties of an"
                        + " ipSecConfiguration.",
                "The passphrase comes from a file, or is asked for."
            },
            mixinStandardHelpOptions = true)
    int convert(
            @Option(
                            names = "--store",
                            required = true,
                            paramLabel = "FILE",
                            description = "PKCS#12 with one private key and its chain.")
                    Path store,
            @Option(
                            names = "--passphrase-file",
                            paramLabel = "FILE",
                            description = "Its first line is the passphrase.")
                    @Nullable Path passphraseFile,
            @Option(
                            names = "--trusted",
                            required = true,
                            paramLabel = "FILE",
                            description = "Authorities of the peer's certificate, PEM.")
                    Path trusted,
            @Option(
                            names = "--out",
                            required = true,
                            paramLabel = "FILE",
                            description = "Where the properties go, the private key among them.")
                    Path out)
            throws IOException, CertificateFaultException {
        Instant now = Instant.now();
        ConnectionCertificate read =
                CertificateImport.pkcs12(
                        Files.readAllBytes(store),
                        passphrase(passphraseFile),
                        Files.readString(trusted),
                        now);
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        properties.put("authenticationMethod", "Certificate");
        properties.put("certificateChain", CertificatePem.chain(read));
        properties.put("privateKey", CertificatePem.privateKey(read));
        properties.put("trustedCertificates", CertificatePem.authorities(read));
        write(out, JsonText.pretty(properties) + "\n");
        spec.commandLine().getOut().println(out + ": " + read);
        CertificateImport.warning(read, now)
                .ifPresent(warning -> spec.commandLine().getErr().println("hnvctl: " + warning));
        return CommandLine.ExitCode.OK;
    }

    private char[] passphrase(@Nullable Path file) throws IOException {
        if (file != null) {
            return Files.readString(file).lines().findFirst().orElse("").toCharArray();
        }
        Console console = Objects.requireNonNull(System.console(), "never null from JDK 22 on");
        char[] typed = console.isTerminal() ? console.readPassword("Passphrase: ") : null;
        if (typed == null) {
            throw new ParameterException(
                    spec.commandLine(), "There is no terminal to ask: use --passphrase-file");
        }
        return typed;
    }

    private static void write(Path file, String text) throws IOException {
        try {
            PrivateFile.write(file, text);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " exists: it may be a key in use; choose another name", e);
        }
    }
}
