package io.hnvgateway.app.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/// A file of changes, one a line, that only grows: `SHA-256 of the JSON`, a blank, the JSON. Used
/// by one thread at a time.
final class Journal implements Closeable {
    private static final int DIGEST_CHARACTERS = 64;

    private final FileChannel channel;
    private long bytes;

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    /// A new, empty one; its name is not durable yet.
    static Journal create(Path file) throws IOException {
        return new Journal(OwnerFiles.create(file));
    }

    /// Durable when it returns; when it throws, the file is as it was before.
    ///
    /// @param edit JSON without a line end
    void append(byte[] edit) throws IOException {
        byte[] line = line(edit);
        try {
            OwnerFiles.write(channel, line);
            channel.force(false);
            bytes += line.length;
        } catch (IOException e) {
            channel.truncate(bytes);
            channel.force(false);
            throw e;
        }
    }

    private static byte[] line(byte[] body) {
        byte[] digest = (Digests.sha256(body) + " ").getBytes(US_ASCII);
        byte[] line = Arrays.copyOf(digest, digest.length + body.length + 1);
        System.arraycopy(body, 0, line, digest.length, body.length);
        line[line.length - 1] = '\n';
        return line;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// Reads a journal. A last line that is not whole was never acknowledged: the process or the
    /// machine ended while it was written.
    ///
    /// @param edits takes each edit, in their order
    /// @return false if a line that is not the last one cannot be read; `edits` has those before it
    static boolean read(Path file, Consumer<JsonNode> edits) throws IOException {
        byte[] content = Files.readAllBytes(file);
        int start = 0;
        while (start < content.length) {
            int end = start;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            boolean last = end + 1 >= content.length;
            boolean whole = end < content.length && isIntact(content, start, end);
            if (!whole) {
                return last;
            }
            edits.accept(parse(content, start, end));
            start = end + 1;
        }
        return true;
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
