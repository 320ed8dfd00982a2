package io.hnvgateway.app.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/// The files of the directory `management` as one: a copy of them, and all of them replaced by
/// another's. What is to replace them is written aside first, in one file that gets its name when
/// it counts; from then on the files are replaced one after the other, and again at the next start
/// if that did not end. One thread at a time.
public final class AccessFiles {
    static final String RESTORED = "restore.json";
    private static final String PREPARED = ".restore.json.prepared";
    private static final int LIMIT_BYTES = 8 << 20;

    private final Path directory;

    public AccessFiles(Path stateDirectory) {
        directory = stateDirectory.resolve(Access.DIRECTORY);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    /// Null: there is no authority yet, and so nobody whom it knows.
    public @Nullable AccessCopy copy() throws IOException {
        if (!Files.exists(file(Authority.CERTIFICATE_FILE))) {
            return null;
        }
        try {
            String key = text(OwnerFile.readSecret(file(Authority.KEY_FILE), LIMIT_BYTES));
            String certificate =
                    text(OwnerFile.read(file(Authority.CERTIFICATE_FILE), LIMIT_BYTES));
            var copy = CredentialFile.json(new CredentialFile(directory).read());
            copy.put("authorityKey", key).put("authorityCertificate", certificate);
            return AccessCopy.read(copy);
        } catch (IllegalArgumentException e) {
            throw new IOException(directory + ": " + e.getMessage(), e);
        }
    }

    private static String text(byte[] pem) {
        return new String(pem, US_ASCII);
    }

    /// Writes aside what is to replace the files, synced; nothing is replaced yet.
    public void prepare(AccessCopy copy) throws IOException {
        OwnerFile.makeDirectory(directory);
        OwnerFile.replace(file(PREPARED), JsonText.compact(copy.json()));
    }

    /// What was prepared is not wanted.
    public void discard() throws IOException {
        Files.deleteIfExists(file(PREPARED));
    }

    /// From now on what was prepared counts, whatever happens.
    public void commit() throws IOException {
        Files.move(file(PREPARED), file(RESTORED), StandardCopyOption.ATOMIC_MOVE);
        OwnerFile.syncDirectory(file(RESTORED));
        finish();
    }

    /// Ends what [#commit] began; nothing was begun: does nothing.
    void finish() throws IOException {
        Path restored = file(RESTORED);
        if (!Files.exists(restored)) {
            return;
        }
        try {
            JsonNode text = JsonText.parse(OwnerFile.readSecret(restored, LIMIT_BYTES));
            AccessCopy copy = AccessCopy.read(text);
            new CredentialFile(directory).write(copy.credentials());
            OwnerFile.replace(file(Authority.KEY_FILE), copy.key().getBytes(US_ASCII));
            OwnerFile.replace(
                    file(Authority.CERTIFICATE_FILE), copy.certificate().getBytes(US_ASCII));
        } catch (FaultsException | IllegalArgumentException e) {
            throw new IOException(restored + " is damaged: " + e.getMessage(), e);
        }
        Files.delete(restored);
        OwnerFile.syncDirectory(restored);
    }
}
