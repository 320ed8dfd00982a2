package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.ipsec.certificate.CertificatePem;
import io.hnvgateway.ipsec.certificate.KeyKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl access`.
@Command(
        name = "access",
        description = {
            "Who may use the management endpoint: tokens and client certificates.",
            "Changes hold at once. Needs a gateway with a ManagementEndpoint."
        },
        mixinStandardHelpOptions = true)
final class AccessCommand implements Runnable {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    /// Who it is for.
    static final class Grant {
        @Option(
                names = "--name",
                required = true,
                paramLabel = "NAME",
                description = "Of the caller, for the audit log.")
        private String name;

        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                description = "administrator, operator (changes nothing) or tenant-reader.")
        private String role;

        @Option(
                names = "--rdid",
                paramLabel = "GUID",
                description = "Routing domain of a tenant reader; more than once for more.")
        private @Nullable List<String> rdids;

        @Option(
                names = "--days",
                defaultValue = "365",
                paramLabel = "DAYS",
                description = "It ends after so many; default ${DEFAULT-VALUE}.")
        private int days;

        private ObjectNode request(String action) {
            ObjectNode request = AccessCommand.request(action);
            request.put("name", name).put("role", role).put("days", days);
            ArrayNode domains = request.putArray("routingDomains");
            if (rdids != null) {
                rdids.forEach(domains::add);
            }
            return request;
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    private static ObjectNode request(String action) {
        return JsonNodeFactory.instance.objectNode().put("request", "access").put("action", action);
    }

    private JsonNode ask(ObjectNode request)
            throws IOException, UnreachableException, RefusedException {
        try (Connection connection = parent.connect()) {
            return connection.request(request);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    @Command(
            name = "list",
            description = "Prints all tokens and certificates that are known.",
            mixinStandardHelpOptions = true)
    int list() throws IOException, UnreachableException, RefusedException {
        Table.of(ask(request("list"))).lines().forEach(out()::println);
        out().flush();
        return 0;
    }

    @Command(
            name = "fingerprint",
            description =
                    "Prints the SHA-256 fingerprint that a controller's connection string names.",
            mixinStandardHelpOptions = true)
    int fingerprint() throws IOException, UnreachableException, RefusedException {
        JsonNode result = ask(request("fingerprint"));
        out().println(result.path("fingerprint").asText());
        out().flush();
        return 0;
    }

    @Command(
            name = "add-token",
            description = {
                "Makes a bearer token and prints it, once: the gateway keeps its digest only.",
                "--out writes it to a new file of mode 0600 instead."
            },
            mixinStandardHelpOptions = true)
    int addToken(
            @Mixin Grant grant,
            @Option(names = "--out", paramLabel = "FILE", description = "Where the token goes.")
                    @Nullable Path file)
            throws IOException, UnreachableException, RefusedException {
        JsonNode result = ask(grant.request("add-token"));
        String token = result.path("token").asText();
        if (file == null) {
            out().println(token);
        } else {
            write(file, token + "\n");
            out().println(file + ": expires " + result.path("expires").asText());
        }
        out().flush();
        return 0;
    }

    @Command(
            name = "add-certificate",
            description = {
                "Says who a client certificate is, by its fingerprint.",
                "It must be of the gateway's authority or one of ManagementClientAuthorities."
            },
            mixinStandardHelpOptions = true)
    int addCertificate(
            @Mixin Grant grant,
            @Option(
                            names = "--fingerprint",
                            required = true,
                            paramLabel = "SHA-256",
                            description = "64 hexadecimal digits, colons allowed.")
                    String fingerprint)
            throws IOException, UnreachableException, RefusedException {
        ask(grant.request("add-certificate").put("fingerprint", fingerprint));
        return 0;
    }

    @Command(
            name = "client",
            description = {
                "Makes a key and has the gateway's authority issue a client certificate for it.",
                "The key never leaves this machine; its file has mode 0600."
            },
            mixinStandardHelpOptions = true)
    int client(
            @Mixin Grant grant,
            @Option(
                            names = "--key-file",
                            required = true,
                            paramLabel = "FILE",
                            description = "Where the new private key goes.")
                    Path keyFile,
            @Option(
                            names = "--certificate-file",
                            required = true,
                            paramLabel = "FILE",
                            description = "Where the certificate and its authority go.")
                    Path certificateFile)
            throws IOException, UnreachableException, RefusedException {
        KeyPair keys = KeyKind.ECDSA_P256.generate();
        write(keyFile, CertificatePem.privateKey(keys.getPrivate()));
        String encoded = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        JsonNode result = ask(grant.request("client").put("publicKey", encoded));
        write(certificateFile, result.path("certificate").asText());
        out().println(certificateFile + ": expires " + result.path("expires").asText());
        out().flush();
        return 0;
    }

    @Command(
            name = "remove",
            description = "Takes a token or certificate back: its next request is refused.",
            mixinStandardHelpOptions = true)
    int remove(@Parameters(paramLabel = "NAME", description = "As list prints it.") String name)
            throws IOException, UnreachableException, RefusedException {
        ask(request("remove").put("name", name));
        return 0;
    }

    private static void write(Path file, String text) throws IOException {
        try {
            PrivateFile.write(file, text);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " exists: choose another name", e);
        }
    }
}
