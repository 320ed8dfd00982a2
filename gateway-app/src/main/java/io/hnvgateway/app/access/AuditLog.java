package io.hnvgateway.app.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who wanted to change what, and what came of it: a JSON object a line in
/// `StateDirectory/audit/audit-<number>.jsonl`, durable before the answer. Full files are followed
/// by the next number; of more than [#MOST_FILES] the oldest goes, and a line says so. No secret
/// stands in it. For any threads.
public final class AuditLog implements AutoCloseable {
    public static final String DIRECTORY = "audit";
    static final int MOST_FILES = 32;
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final long FILE_BYTES = 8 << 20;
    static final int MOST_CHANGES = 1000;
    private static final int MOST_CHARACTERS = 256;
    private static final int LINE_CHARACTERS = 128 << 10;

    private final Path directory;
    private final InstantSource clock;
    private final long fileBytes;
    private long number;
    private @Nullable FileChannel file;
    private boolean failed;

    private AuditLog(Path directory, InstantSource clock, long fileBytes) {
        this.directory = directory;
        this.clock = clock;
        this.fileBytes = fileBytes;
    }

    public static AuditLog open(Path stateDirectory) throws IOException {
        return open(stateDirectory, InstantSource.system(), FILE_BYTES);
    }

    static AuditLog open(Path stateDirectory, InstantSource clock, long fileBytes)
            throws IOException {
        Path directory = stateDirectory.resolve(DIRECTORY);
        OwnerFile.makeDirectory(directory);
        AuditLog log = new AuditLog(directory, clock, fileBytes);
        List<Path> there = log.files();
        log.number = there.isEmpty() ? 0 : log.numberOf(there.getLast());
        return log;
    }

    /// A request that was to change something.
    ///
    /// @param changes what became different, without secrets; empty: nothing did
    public record Request(
            String who,
            String role,
            String from,
            String requestId,
            String method,
            String resource,
            int status,
            long version,
            List<String> changes) {
        public Request {
            changes = List.copyOf(changes);
        }

        /// Also of what failed when it was in effect already.
        private boolean isAccepted() {
            return status < 400 || (status >= 500 && !changes.isEmpty());
        }
    }

    public void request(Request request) throws IOException {
        ObjectNode line = line("change", request.who(), request.from());
        line.put("role", request.role());
        line.put("requestId", shortened(request.requestId()));
        line.put("method", shortened(request.method()));
        line.put("resource", shortened(request.resource()));
        line.put("outcome", request.isAccepted() ? "accepted" : "refused");
        line.put("status", request.status());
        if (request.version() > 0) {
            line.put("version", request.version());
        }
        ArrayNode changes = line.putArray("changes");
        int characters = 0;
        for (String change : request.changes()) {
            String text = shortened(change);
            characters += text.length();
            if (changes.size() == MOST_CHANGES || characters > LINE_CHARACTERS) {
                line.put("furtherChanges", request.changes().size() - changes.size());
                break;
            }
            changes.add(text);
        }
        write(line);
    }

    /// @param action as `add-token`
    void access(String who, String action, Credentials.Grant grant) throws IOException {
        ObjectNode line = line("access", who, who);
        line.put("action", action);
        line.put("name", grant.name());
        line.put("role", grant.role().label());
        ArrayNode domains = line.putArray("routingDomains");
        grant.routingDomains().stream().map(UUID::toString).sorted().forEach(domains::add);
        line.put("expires", grant.until().toString());
        write(line);
    }

    /// Everybody's access was replaced by that of a backup.
    ///
    /// @param who caller's name
    public void restored(String who, AccessCopy copy) throws IOException {
        ObjectNode line = line("access", who, who);
        line.put("action", "restore");
        line.put("authority", copy.fingerprint());
        ArrayNode names = line.putArray("names");
        copy.credentials().forEach(credential -> names.add(credential.name()));
        write(line);
    }

    void removed(String who, String name) throws IOException {
        ObjectNode line = line("access", who, who);
        line.put("action", "remove");
        line.put("name", shortened(name));
        write(line);
    }

    /// Somebody showed something that is not known.
    ///
    /// @param unsaid so many more were not told since the last one
    void failedLogin(String from, int unsaid) throws IOException {
        ObjectNode line = line("failed-login", "", from);
        if (unsaid > 0) {
            line.put("furtherSince", unsaid);
        }
        write(line);
    }

    private ObjectNode line(String event, String who, String from) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("time", clock.instant().toString())
                .put("event", event)
                .put("who", who)
                .put("from", from);
    }

    private static String shortened(String text) {
        return text.length() <= MOST_CHARACTERS
                ? text
                : text.substring(0, MOST_CHARACTERS - 3) + "...";
    }

    /// To be called before something is changed: nothing is changed that cannot be told.
    ///
    /// @throws IOException if the last line could not be written, nor one now
    public synchronized void allow() throws IOException {
        if (failed) {
            write(line("resumed", "", ""));
        }
    }

    private synchronized void write(ObjectNode line) throws IOException {
        try {
            FileChannel channel = channel();
            OwnerFile.write(channel, bytes(line));
            channel.force(false);
            failed = false;
        } catch (IOException e) {
            failed = true;
            endFile();
            LOG.error("event=audit-not-written reason=\"{}\"", e.toString());
            throw e;
        }
    }

    private static byte[] bytes(ObjectNode line) {
        byte[] text = JsonText.compact(line);
        byte[] ended = Arrays.copyOf(text, text.length + 1);
        ended[text.length] = '\n';
        return ended;
    }

    /// A new one after a failure: half a line stays the last of its file.
    private FileChannel channel() throws IOException {
        FileChannel current = file;
        if (current != null && current.size() < fileBytes) {
            return current;
        }
        endFile();
        FileChannel opened = number > 0 && !failed && current == null ? reopened() : null;
        if (opened == null) {
            number++;
            Path next = path(number);
            opened = OwnerFile.create(next);
            OwnerFile.syncDirectory(next);
        }
        file = opened;
        forgetOldest(opened);
        return opened;
    }

    /// The last one of the process before, if it has room and ends with a whole line.
    private @Nullable FileChannel reopened() throws IOException {
        Path last = path(number);
        if (!Files.exists(last) || Files.size(last) >= fileBytes || !endsWithLine(last)) {
            return null;
        }
        return FileChannel.open(last, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    private static boolean endsWithLine(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            long size = channel.size();
            return size == 0 || (channel.read(last, size - 1) == 1 && last.get(0) == '\n');
        }
    }

    private void forgetOldest(FileChannel channel) throws IOException {
        List<Path> files = files();
        for (Path oldest : files.subList(0, Math.max(0, files.size() - MOST_FILES))) {
            Files.delete(oldest);
            LOG.warn("event=audit-file-forgotten file={}", oldest);
            ObjectNode line = line("forgotten", "", "");
            line.put("file", String.valueOf(oldest.getFileName()));
            OwnerFile.write(channel, bytes(line));
        }
    }

    private Path path(long of) {
        return directory.resolve("audit-%010d.jsonl".formatted(of));
    }

    private long numberOf(Path path) {
        String name = String.valueOf(path.getFileName());
        return Long.parseLong(name.substring("audit-".length(), name.length() - ".jsonl".length()));
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(directory, "audit-[0-9]*.jsonl")) {
            all.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    private void endFile() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException _) {
                // Everything in it that was told was synced.
            }
            file = null;
        }
    }

    @Override
    public synchronized void close() {
        endFile();
    }
}
