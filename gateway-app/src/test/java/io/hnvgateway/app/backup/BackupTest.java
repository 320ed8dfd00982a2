package io.hnvgateway.app.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.access.AccessFixture;
import io.hnvgateway.app.access.AuditLog;
import io.hnvgateway.app.access.Role;
import io.hnvgateway.app.control.ControlException;
import io.hnvgateway.app.desired.ChangeOrigin;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.app.desired.Outcome;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.store.FileStateStore;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.resource.DesiredState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one gateway backs up, another one becomes.
class BackupTest {
    private static final String PASSPHRASE = "correct horse battery";
    private static final String SECRET = "written-into-no-file-2";

    @TempDir private Path temporary;
    private final List<Machine> machines = new ArrayList<>();
    private Machine first;
    private String token = "";

    /// A gateway without a data path.
    private static final class Machine {
        final Path directory;
        final DesiredStateApplier applier;
        final AccessFixture access;
        final AuditLog audit;
        final BackupRequests requests;

        Machine(Path directory) throws IOException, GeneralSecurityException {
            this.directory = directory;
            applier =
                    new DesiredStateApplier(
                            Examples.connection(Examples.CONNECTION),
                            () -> Examples.HOST,
                            new FileStateStore(directory),
                            new Examples.RecordingTarget());
            applier.start();
            access = AccessFixture.in(directory);
            audit = access.access().audit();
            requests =
                    new BackupRequests(
                            applier,
                            directory,
                            access::access,
                            audit,
                            new BackupCipher(new BackupCipher.Rounds(8, 10, 20)));
        }

        DesiredState state() {
            return applier.applied().state();
        }

        /// The state in its order, with its secrets.
        String written() throws IOException {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            try (JsonGenerator out = JsonText.pretty(text)) {
                DesiredStateWriter.write(state(), out, new PlainSecrets());
            }
            return text.toString(UTF_8);
        }

        /// Names and bytes of all files, but for those that say what was asked.
        Map<String, String> files() throws IOException {
            Map<String, String> files = new TreeMap<>();
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    if (!file.toString().contains("/audit/")) {
                        byte[] bytes = Files.readAllBytes(file);
                        files.put(file.toString(), Base64.getEncoder().encodeToString(bytes));
                    }
                }
            }
            return files;
        }

        void end() {
            applier.close();
            audit.close();
        }
    }

    @BeforeEach
    void aGatewayWithTenantsAndClients() throws Exception {
        first = machine("first");
        ObjectNode document = Examples.twoTenants();
        document.set("credentials", user(SECRET).path("credentials"));
        document.withArray("virtualNetworks").forEach(BackupTest::tag);
        accepted(first.applier.apply(document, false));
        token = first.access.token("ci", Role.OPERATOR, Set.of());
    }

    /// @param secret empty: it has none
    private static ObjectNode user(String secret) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ObjectNode user =
                document.putArray("credentials")
                        .addObject()
                        .put("resourceId", "user")
                        .putObject("properties")
                        .put("type", "UsernamePassword")
                        .put("userName", "u");
        if (!secret.isEmpty()) {
            user.put("value", secret);
        }
        return document;
    }

    private static void tag(JsonNode network) {
        ((ObjectNode) network).putObject("tags").put("owner", "someone");
    }

    private static void accepted(Outcome outcome) {
        assertThat(outcome.faults()).isEmpty();
    }

    private Machine machine(String name) throws IOException, GeneralSecurityException {
        Machine machine = new Machine(temporary.resolve(name));
        machines.add(machine);
        return machine;
    }

    private Machine again(Machine before) throws IOException, GeneralSecurityException {
        before.end();
        return machine(before.directory.getFileName().toString());
    }

    @AfterEach
    void end() {
        machines.forEach(Machine::end);
    }

    private static byte[] backup(Machine machine) throws ControlException, FaultsException {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("passphrase", PASSPHRASE);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        JsonNode result = JsonText.parse(JsonText.compact(machine.requests.backup(request)));
        result.path("backup")
                .forEach(piece -> file.writeBytes(Base64.getDecoder().decode(piece.asText())));
        return file.toByteArray();
    }

    private static JsonNode restore(Machine machine, byte[] file, String passphrase)
            throws ControlException {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("passphrase", passphrase);
        ArrayNode pieces = request.putArray("backup");
        for (int i = 0; i < file.length; i += 1000) {
            pieces.add(Arrays.copyOfRange(file, i, Math.min(i + 1000, file.length)));
        }
        return machine.requests.restore(request);
    }

    @Test
    void anotherMachineIsThisGatewayThen() throws Exception {
        byte[] file = backup(first);
        Machine second = machine("second");
        accepted(second.applier.apply(JsonNodeFactory.instance.objectNode(), false));
        JsonNode result = restore(second, file, PASSPHRASE);
        assertThat(result.path("version").asLong()).isEqualTo(1);
        assertThat(result.path("restart").asBoolean()).isTrue();
        assertThat(second.written()).isEqualTo(first.written());
        assertThat(second.written()).contains("someone", SECRET);
        assertThat(admits(second, token)).isTrue();

        second = again(second);
        assertThat(second.written()).isEqualTo(first.written());
        assertThat(second.access.authority()).isEqualTo(first.access.authority());
        assertThat(admits(second, token)).isTrue();
        assertThat(second.files().values())
                .noneMatch(text ->
                        new String(Base64.getDecoder().decode(text), UTF_8).contains(SECRET));
        assertThat(second.files().keySet()).noneMatch(name -> name.contains("restore.json"));
        assertThat(restore(second, file, PASSPHRASE).path("version").asLong()).isZero();
    }

    private static boolean admits(Machine machine, String token) {
        return machine.access.admits(token);
    }

    @Test
    void itIsOneChangeThatARollbackTakesBack() throws Exception {
        byte[] file = backup(first);
        ObjectNode one = Examples.twoTenants();
        one.withArray("loadBalancers").removeAll();
        accepted(first.applier.apply(one, false));
        DesiredState before = first.state();
        assertThat(restore(first, file, PASSPHRASE).path("version").asLong()).isEqualTo(3);
        assertThat(first.state()).isNotEqualTo(before);
        accepted(first.applier.rollback(2, ChangeOrigin.LOCAL, PhaseTimes.start()));
        assertThat(first.state().loadBalancers()).isEmpty();
    }

    /// Of the secrets that are in effect here none stays for a resource that had none there.
    @Test
    void nothingOfWhatWasInEffectIsKept() throws Exception {
        Machine second = machine("second");
        byte[] empty = backup(second);
        restore(first, empty, PASSPHRASE);
        assertThat(first.state()).isEqualTo(DesiredState.EMPTY);
        assertThat(admits(first, token)).isFalse();
    }

    @Test
    void aSecretThatItHadNotIsGone() throws Exception {
        Machine second = machine("second");
        accepted(second.applier.apply(user(""), false));
        restore(first, backup(second), PASSPHRASE);
        assertThat(first.written()).isEqualTo(second.written()).doesNotContain(SECRET);
    }

    @Test
    void whatCannotBeTakenChangesNothing() throws Exception {
        byte[] file = backup(first);
        Machine second = machine("second");
        accepted(second.applier.apply(JsonNodeFactory.instance.objectNode(), false));
        Map<String, String> before = second.files();
        for (int i = 0; i < file.length; i++) {
            byte[] other = file.clone();
            other[i] ^= (byte) (1 << i % Byte.SIZE);
            refused(second, other, PASSPHRASE, "backup: ");
        }
        for (int length = 0; length < file.length; length += 7) {
            refused(second, Arrays.copyOf(file, length), PASSPHRASE, "backup: ");
        }
        refused(second, file, "correct horse batterz", "the passphrase is not the one");
        assertThat(second.files()).isEqualTo(before);
        assertThat(second.applier.version()).isZero();
    }

    private static void refused(Machine machine, byte[] file, String passphrase, String why) {
        assertThatThrownBy(() -> restore(machine, file, passphrase))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining(why);
    }

    /// A change that waits to be confirmed holds what it touched: all of the restore is refused.
    @Test
    void whatTheGatewayRefusesChangesNoAccessEither() throws Exception {
        byte[] file = backup(first);
        ObjectNode one = Examples.twoTenants();
        one.withArray("loadBalancers").removeAll();
        accepted(
                first.applier.apply(
                        DesiredStateReader.read(one),
                        false,
                        new ChangeOrigin("operator", "", 300),
                        PhaseTimes.start()));
        first.access.remove("ci");
        Map<String, String> before = first.files();
        refused(first, file, PASSPHRASE, "is to be confirmed by");
        assertThat(first.files()).isEqualTo(before);
        assertThat(admits(first, token)).isFalse();
    }

    /// Each file is replaced, or none: what was begun is ended by the next start.
    @Test
    void aRestoreThatDiedIsEndedByTheNextStart() throws Exception {
        Machine second = machine("second");
        Path management = second.directory.resolve("management");
        restore(second, backup(first), PASSPHRASE);
        Path authority = management.resolve("authority.pem");
        Path key = management.resolve("authority-key.pem");
        String copy = first.access.copy(first.directory);
        for (List<Path> notYet :
                List.of(
                        List.of(authority, key, management.resolve("access.json")),
                        List.of(authority, key),
                        List.of(authority))) {
            Machine old = machine("old" + notYet.size());
            for (Path file : notYet) {
                Path before = old.directory.resolve("management").resolve(file.getFileName());
                if (Files.exists(before)) {
                    Files.copy(before, file, StandardCopyOption.REPLACE_EXISTING);
                } else {
                    Files.delete(file);
                }
            }
            Path restore = management.resolve("restore.json");
            Files.writeString(restore, copy);
            Files.setPosixFilePermissions(restore, PosixFilePermissions.fromString("rw-------"));
            second = again(second);
            assertThat(second.access.authority()).isEqualTo(first.access.authority());
            assertThat(admits(second, token)).isTrue();
            assertThat(restore).doesNotExist();
        }
    }

    @Test
    void whoRestoredWhatIsWrittenDownWithoutAKey() throws Exception {
        restore(first, backup(first), PASSPHRASE);
        String audit = Files.readString(first.directory.resolve("audit/audit-0000000001.jsonl"));
        assertThat(audit)
                .contains("\"action\":\"restore\"", "\"names\":[\"ci\"]")
                .doesNotContain("PRIVATE KEY", PASSPHRASE, SECRET);
    }
}
