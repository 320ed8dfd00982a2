package io.hnvgateway.app.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/// A file of changes, one a line, that only grows: `SHA-256 of the JSON`, a blank, the JSON. The
/// first line says where the journal before it ends ([JournalLink]). Used by one thread at a time.
final class Journal implements Closeable {
    static final int DIGEST_CHARACTERS = 64;

    private final StateDirectory.NewFile file;
    private final byte[] first;
    private long bytes;
    private long bytesBefore;

    private Journal(StateDirectory.NewFile file, byte[] first) {
        this.file = file;
        this.first = first;
    }

    /// A new one, that is empty until the first change; its name is not durable yet.
    static Journal create(StateDirectory directory, String name, JournalLink link)
            throws IOException {
        return new Journal(directory.create(name), line(link.json()));
    }

    /// Durable when it returns; when it throws, [#bytes] is as before, and so is the file unless
    /// the disk refuses that too.
    ///
    /// @param edit JSON without a line end
    void append(byte[] edit) throws IOException {
        byte[] line = line(edit);
        long before = bytes;
        try {
            if (before == 0) {
                line = joined(first, line);
            }
            file.write(line, 0, line.length);
            file.force();
            bytesBefore = before;
            bytes = before + line.length;
        } catch (IOException e) {
            cut(before);
            throw e;
        }
    }

    /// Takes the last line out again. When it throws, [#bytes] is without it nevertheless.
    void withdrawLast() throws IOException {
        bytes = bytesBefore;
        cut(bytes);
    }

    private void cut(long size) throws IOException {
        file.truncate(size);
        file.force();
    }

    private static byte[] line(byte[] body) {
        byte[] digest = (Digests.sha256(body) + " ").getBytes(US_ASCII);
        byte[] line = Arrays.copyOf(digest, digest.length + body.length + 1);
        System.arraycopy(body, 0, line, digest.length, body.length);
        line[line.length - 1] = '\n';
        return line;
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /// Of all lines that count.
    long bytes() {
        return bytes;
    }

    /// Where the last line begins.
    long lastLineOffset() {
        return bytesBefore == 0 ? first.length : bytesBefore;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /// Takes the lines of a journal.
    @FunctionalInterface
    interface Lines {
        /// @param offset where the line begins
        /// @param length without its end
        void line(long offset, int length, JsonNode json) throws IOException;
    }

    /// What was read.
    ///
    /// @param whole false if a line cannot be read that was acknowledged
    /// @param bytes of the lines that could be read
    record Read(boolean whole, long bytes) {}

    /// Reads a journal. A last line that is not whole was never acknowledged: the process or the
    /// machine ended while it was written.
    ///
    /// @param limit bytes that count; [Long#MAX_VALUE]: nobody has noted how many
    static Read read(byte[] content, long limit, Lines lines) throws IOException {
        int end = (int) Math.min(content.length, limit);
        int start = 0;
        while (start < end) {
            int stop = start;
            while (stop < end && content[stop] != '\n') {
                stop++;
            }
            if (stop == end || !isIntact(content, start, stop)) {
                boolean last = stop + 1 >= content.length && limit == Long.MAX_VALUE;
                return new Read(last, start);
            }
            lines.line(start, stop - start, parse(content, start, stop));
            start = stop + 1;
        }
        return new Read(content.length >= limit || limit == Long.MAX_VALUE, start);
    }

    private static boolean isIntact(byte[] content, int start, int end) {
        int body = start + DIGEST_CHARACTERS + 1;
        return body <= end
                && Digests.sha256(Arrays.copyOfRange(content, body, end))
                        .equals(new String(content, start, DIGEST_CHARACTERS, US_ASCII));
    }

    private static JsonNode parse(byte[] content, int start, int end) throws IOException {
        try {
            return JsonText.parse(Arrays.copyOfRange(content, start + DIGEST_CHARACTERS + 1, end));
        } catch (FaultsException e) {
            throw new IOException("a line with a good checksum is no JSON", e);
        }
    }
}
