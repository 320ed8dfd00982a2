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
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.function.BiPredicate;

/// The file of the whole state: a [StateHeader], then canonical JSON. Reads on one thread; writes
/// on any, one at a time, and never an older state over a newer one. Neither ever has the whole
/// text in memory.
final class StateFile {
    static final String NAME = "desired-state.json";
    private static final String ASIDE = NAME + ".new";
    private static final String BEFORE = NAME + ".before";
    private static final int BUFFER_BYTES = 64 << 10;

    private final StateDirectory directory;
    private final SecretSeal seal;
    private volatile long bytes;
    private volatile Mark mark = Mark.NONE;

    /// @param seal secrets are kept as it makes them
    StateFile(StateDirectory directory, SecretSeal seal) {
        this.seal = seal;
        this.directory = directory;
    }

    /// Its size when it was last verified or written.
    long bytes() {
        return bytes;
    }

    /// Of the file as it was last verified or written.
    Mark mark() {
        return mark;
    }

    /// Reads it for its checksum.
    ///
    /// @return [Mark#NONE] also when there is no file
    Mark verify() throws IOException {
        try (InputStream in = open()) {
            bytes = directory.size(NAME);
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
            mark = header.mark();
        } catch (NoSuchFileException e) {
            mark = Mark.NONE;
        }
        return mark;
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
        return new BufferedInputStream(directory.read(NAME), BUFFER_BYTES);
    }

    /// Durable when it returns; when it throws, the file before is in place.
    ///
    /// @param through what of the journals is in `state`
    /// @return false if a newer one was written meanwhile
    synchronized boolean write(DesiredState state, Mark through) throws IOException {
        if (through.journal() < mark.journal()) {
            return false;
        }
        directory.delete(ASIDE);
        long size;
        try (StateDirectory.NewFile out = directory.create(ASIDE)) {
            size = write(state, through, out);
            out.force();
        } catch (IOException e) {
            forget(ASIDE);
            throw e;
        }
        replace();
        mark = through;
        bytes = size;
        return true;
    }

    /// The checksum stands before what it is of: the header's place is filled in last.
    ///
    /// @return bytes in all
    private long write(DesiredState state, Mark through, StateDirectory.NewFile file)
            throws IOException {
        StateHeader blank = StateHeader.blank(through);
        byte[] header = blank.text().getBytes(US_ASCII);
        file.write(header, 0, header.length);
        DigestedOutput digested = new DigestedOutput(file, blank.begin());
        OutputStream out = new BufferedOutputStream(digested, BUFFER_BYTES);
        try (JsonGenerator json = JsonText.pretty(out)) {
            DesiredStateWriter.write(state, json, seal);
        } catch (UncheckedIOException noKey) {
            throw noKey.getCause();
        }
        String digest = Digests.text(digested.digest.digest());
        file.overwrite(0, blank.with(digest).text().getBytes(US_ASCII));
        return header.length + digested.bytes;
    }

    private static final class DigestedOutput extends OutputStream {
        final StateDirectory.NewFile file;
        final MessageDigest digest;
        long bytes;

        DigestedOutput(StateDirectory.NewFile file, MessageDigest digest) {
            this.file = file;
            this.digest = digest;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] text, int offset, int length) throws IOException {
            file.write(text, offset, length);
            digest.update(text, offset, length);
            bytes += length;
        }
    }

    /// A rename that may not last is taken back: what comes after it would stand on a state that
    /// nobody accepted.
    private void replace() throws IOException {
        boolean existed = keepBefore();
        directory.rename(ASIDE, NAME);
        try {
            directory.sync();
        } catch (IOException e) {
            if (existed) {
                directory.rename(BEFORE, NAME);
            } else {
                directory.delete(NAME);
            }
            throw e;
        }
        forget(BEFORE);
    }

    private boolean keepBefore() throws IOException {
        directory.delete(BEFORE);
        try {
            directory.link(NAME, BEFORE);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void forget(String name) {
        try {
            directory.delete(name);
        } catch (IOException _) {
            // It is in nobody's way: the next write deletes it.
        }
    }
}
