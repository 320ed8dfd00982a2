package io.hnvgateway.app.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.json.SecretSeal;
import io.hnvgateway.provider.resource.DesiredState;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.function.BiPredicate;

/// The file of the whole state: a [StateHeader], then canonical JSON. Reads on one thread; writes
/// on any, one at a time, and never an older state over a newer one. Neither ever has the whole
/// text in memory.
final class StateFile {
    private static final int BUFFER_BYTES = 64 << 10;

    private final Path directory;
    private final Path file;
    private final Journals journals;
    private final SecretSeal seal;
    private volatile long bytes;
    private long written = -1;

    /// @param seal secrets are kept as it makes them
    StateFile(Path directory, Path file, Journals journals, SecretSeal seal) {
        this.seal = seal;
        this.directory = directory;
        this.file = file;
        this.journals = journals;
    }

    /// Its size when it was last verified or written.
    long bytes() {
        return bytes;
    }

    /// Reads it for its checksum.
    ///
    /// @return number of the last journal whose changes are in it; 0 also when there is no file
    long verify() throws IOException {
        try (InputStream in = open()) {
            bytes = Files.size(file);
            if (bytes > JsonText.MAX_DOCUMENT_BYTES) {
                throw new DamagedStateException("is larger than any state that the gateway writes");
            }
            StateHeader header = StateHeader.read(in);
            MessageDigest digest = header.begin();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            if (!header.digest().equals(Digests.text(digest.digest()))) {
                throw new DamagedStateException("does not match its checksum");
            }
            return header.journal();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /// Reads what was verified.
    ///
    /// @param skipped resources to leave out, by collection
    DesiredStateDocument read(BiPredicate<String, JsonNode> skipped) throws IOException {
        try (InputStream in = open()) {
            StateHeader.read(in);
            return DesiredStateReader.read(in, skipped.negate(), seal);
        } catch (NoSuchFileException e) {
            return DesiredStateDocument.of(DesiredState.EMPTY);
        } catch (FaultsException e) {
            throw new DamagedStateException(e.faults().getFirst().rule());
        }
    }

    private InputStream open() throws IOException {
        return new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    }

    /// Durable when it returns; when it throws, the file before is in place.
    ///
    /// @param journal number of the last journal whose changes are in `state`
    synchronized void write(DesiredState state, long journal) throws IOException {
        if (journal < written) {
            return; // a newer one was written meanwhile
        }
        Path aside = directory.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(aside);
        long size;
        try (FileChannel channel = OwnerFiles.create(aside)) {
            write(state, journal, channel);
            size = channel.size();
            channel.force(true);
        }
        replace(aside);
        written = journal;
        bytes = size;
        forgetThrough(journal);
    }

    /// The checksum stands before what it is of: the header's place is filled in last.
    private void write(DesiredState state, long journal, FileChannel channel) throws IOException {
        StateHeader blank = StateHeader.blank(journal);
        channel.position(blank.text().length());
        MessageDigest digest = blank.begin();
        OutputStream out =
                new BufferedOutputStream(
                        new DigestOutputStream(Channels.newOutputStream(channel), digest),
                        BUFFER_BYTES);
        try (JsonGenerator json = JsonText.pretty(out)) {
            DesiredStateWriter.write(state, json, seal);
        } catch (UncheckedIOException noKey) {
            throw noKey.getCause();
        }
        channel.position(0);
        String digestText = Digests.text(digest.digest());
        OwnerFiles.write(channel, blank.with(digestText).text().getBytes(US_ASCII));
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
