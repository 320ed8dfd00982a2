package io.hnvgateway.app.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.access.Access;
import io.hnvgateway.app.access.AccessCopy;
import io.hnvgateway.app.access.AccessFiles;
import io.hnvgateway.app.access.AuditLog;
import io.hnvgateway.app.control.ControlException;
import io.hnvgateway.app.control.FurtherRequests;
import io.hnvgateway.app.desired.ChangeOrigin;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Outcome;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.product.ProductVersion;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.json.DesiredStateDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `backup` and `restore` on the control socket. The file comes and goes in pieces of Base64; the
/// passphrase stands in the request, and nowhere else.
///
/// ```
///   {"request":"backup","passphrase":…}                 → {"backup":[…],…}
///   {"request":"restore","passphrase":…,"backup":[…]}   → {"version":…,"restart":…,…}
/// ```
///
/// For any threads; one at a time.
public final class BackupRequests {
    private static final int PIECE_BYTES = 32 << 10;
    private static final String BACKUP = "backup";

    private final DesiredStateApplier applier;
    private final AccessFiles files;
    private final Supplier<@Nullable Access> access;
    private final AuditLog audit;
    private final BackupCipher cipher;
    private final ReentrantLock turn = new ReentrantLock();

    /// @param access null: nobody is served at a management endpoint
    public BackupRequests(
            DesiredStateApplier applier,
            Path stateDirectory,
            Supplier<@Nullable Access> access,
            AuditLog audit) {
        this(applier, stateDirectory, access, audit, new BackupCipher());
    }

    BackupRequests(
            DesiredStateApplier applier,
            Path stateDirectory,
            Supplier<@Nullable Access> access,
            AuditLog audit,
            BackupCipher cipher) {
        this.applier = applier;
        this.files = new AccessFiles(stateDirectory);
        this.access = access;
        this.audit = audit;
        this.cipher = cipher;
    }

    /// From now on they are answered.
    public void serve(FurtherRequests requests) {
        requests.add(BACKUP, this::backup);
        requests.add("restore", this::restore);
    }

    JsonNode backup(JsonNode request) throws ControlException {
        char[] passphrase = passphrase(request);
        turn.lock();
        try {
            long version = applier.version();
            AccessCopy copy = files.copy();
            BackupContent content =
                    new BackupContent(
                            ProductVersion.own(),
                            Instant.now(),
                            version,
                            copy,
                            DesiredStateDocument.of(applier.applied().state()));
            ObjectNode result = JsonNodeFactory.instance.objectNode().put("version", version);
            result.put("credentials", copy == null ? 0 : copy.credentials().size());
            result.set(BACKUP, pieces(cipher.seal(content.write(), passphrase)));
            return result;
        } catch (BackupException e) {
            throw new ControlException(e.getMessage());
        } catch (IOException e) {
            throw new ControlException("StateDirectory: cannot be read: " + e.getMessage());
        } finally {
            turn.unlock();
            Arrays.fill(passphrase, ' ');
        }
    }

    JsonNode restore(JsonNode request) throws ControlException {
        char[] passphrase = passphrase(request);
        turn.lock();
        try {
            return restore(BackupContent.read(cipher.open(file(request), passphrase)));
        } catch (BackupException e) {
            throw new ControlException(e.getMessage());
        } catch (IOException e) {
            throw new ControlException(
                    "StateDirectory: "
                            + e.getMessage()
                            + "; make room or mend the directory, then restore again");
        } finally {
            turn.unlock();
            Arrays.fill(passphrase, ' ');
        }
    }

    private static char[] passphrase(JsonNode request) throws ControlException {
        JsonNode passphrase = request.path("passphrase");
        if (!passphrase.isTextual()) {
            throw new ControlException("passphrase: is missing");
        }
        return passphrase.textValue().toCharArray();
    }

    private static ArrayNode pieces(byte[] file) {
        ArrayNode pieces = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < file.length; i += PIECE_BYTES) {
            pieces.add(Arrays.copyOfRange(file, i, Math.min(file.length, i + PIECE_BYTES)));
        }
        return pieces;
    }

    private static byte[] file(JsonNode request) throws ControlException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            for (JsonNode piece : request.path(BACKUP)) {
                file.writeBytes(Base64.getDecoder().decode(piece.asText()));
            }
        } catch (IllegalArgumentException e) {
            throw new ControlException("backup: must be pieces of Base64");
        }
        return file.toByteArray();
    }

    /// What is to replace the files stands on the disk before the state changes: no full disk comes
    /// between both.
    private JsonNode restore(BackupContent content) throws ControlException, IOException {
        refuse(content.state().faults());
        AccessCopy now = files.copy();
        AccessCopy next = content.access();
        if (next != null) {
            audit.allow();
            files.prepare(next);
        }
        Outcome outcome = applier.restore(content.state(), ChangeOrigin.LOCAL, PhaseTimes.start());
        if (outcome.isRefused()) {
            files.discard();
            refuse(outcome.faults());
        }
        ObjectNode result = told(content, outcome);
        if (next != null) {
            replaceAccess(next);
            result.put("credentials", next.credentials().size());
            result.put("authority", next.fingerprint());
            result.put("restart", now == null || !now.fingerprint().equals(next.fingerprint()));
        }
        return result;
    }

    private void replaceAccess(AccessCopy next) throws IOException {
        Access live = access.get();
        if (live == null) {
            files.commit();
        } else {
            live.restore(files);
        }
        audit.restored(ChangeOrigin.LOCAL.who(), next);
    }

    private static ObjectNode told(BackupContent content, Outcome outcome) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("made", content.made().toString())
                .put("gateway", content.gateway())
                .put("madeOfVersion", content.version())
                .put("version", outcome.version())
                .put("changes", outcome.changes().size());
    }

    private static void refuse(List<Fault> faults) throws ControlException {
        if (!faults.isEmpty()) {
            throw new ControlException(
                    faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        }
    }
}
