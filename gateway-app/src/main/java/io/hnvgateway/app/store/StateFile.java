package io.hnvgateway.app.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.resource.DesiredState;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The file of the whole state: a header line, then canonical JSON. Reads on one thread; writes on
/// any, one at a time, and never an older state over a newer one.
final class StateFile {
    private static final Pattern HEADER =
            Pattern.compile(
                    "hnv-gateway desired state, format (?:1|2, journal (\\d{1,18})), sha256 ([0-9a-f]{64})");
    private static final int HEADER_LIMIT = 200;

    private final Path directory;
    private final Path file;
    private final Journals journals;
    private volatile long bytes;
    private long written = -1;

    /// What the file holds.
    ///
    /// @param journal number of the last journal whose changes are in it
    record Content(JsonNode document, long journal) {}

    StateFile(Path directory, Path file, Journals journals) {
        this.directory = directory;
        this.file = file;
        this.journals = journals;
    }

    /// Its size when it was last read or written.
    long bytes() {
        return bytes;
    }

    Content read() throws IOException {
        try {
            if (Files.size(file) > JsonText.MAX_DOCUMENT_BYTES) {
                throw new DamagedStateException("is larger than any state that the gateway writes");
            }
            byte[] content = Files.readAllBytes(file);
            bytes = content.length;
            return parse(content);
        } catch (NoSuchFileException e) {
            return new Content(JsonNodeFactory.instance.objectNode(), 0);
        }
    }

    private static Content parse(byte[] content) throws DamagedStateException {
        int line = 0;
        while (line < Math.min(content.length, HEADER_LIMIT) && content[line] != '\n') {
            line++;
        }
        Matcher header = HEADER.matcher(new String(content, 0, line, UTF_8));
        byte[] body =
                Arrays.copyOfRange(content, Math.min(line + 1, content.length), content.length);
        if (!header.matches()) {
            throw new DamagedStateException("has no header of a known format");
        }
        String journal = header.group(1);
        String digest =
                journal == null
                        ? Digests.sha256(body)
                        : Digests.sha256(journal.getBytes(UTF_8), body);
        if (!header.group(2).equals(digest)) {
            throw new DamagedStateException("does not match its checksum");
        }
        try {
            return new Content(JsonText.parse(body), journal == null ? 0 : Long.parseLong(journal));
        } catch (FaultsException e) {
            throw new DamagedStateException(e.faults().getFirst().rule());
        }
    }

    /// Durable when it returns; when it throws, the file before is in place.
    ///
    /// @param journal number of the last journal whose changes are in `state`
    synchronized void write(DesiredState state, long journal) throws IOException {
        if (journal < written) {
            return; // a newer one was written meanwhile
        }
        byte[] body = JsonText.pretty(DesiredStateWriter.write(state)).getBytes(UTF_8);
        byte[] header =
                "hnv-gateway desired state, format 2, journal %d, sha256 %s\n"
                        .formatted(
                                journal,
                                Digests.sha256(Long.toString(journal).getBytes(UTF_8), body))
                        .getBytes(UTF_8);
        Path aside = directory.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(aside);
        try (FileChannel channel = OwnerFiles.create(aside)) {
            OwnerFiles.write(channel, header);
            OwnerFiles.write(channel, body);
            channel.force(true);
        }
        replace(aside);
        written = journal;
        bytes = (long) header.length + body.length;
        forgetThrough(journal);
    }

    private void forgetThrough(long journal) {
        try {
            journals.deleteThrough(journal);
        } catch (IOException _) {
            // The header says that they are in this state; the next write tries again.
        }
    }

    private void replace(Path aside) throws IOException {
        try {
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(
                    "the file system of " + directory + " cannot rename atomically", e);
        }
        OwnerFiles.syncDirectory(directory);
    }
}
