package io.hnvgateway.app.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.resource.DesiredState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// The store in one file, `desired-state.json` in the state directory. Used by one thread at a
/// time.
public final class FileStateStore implements StateStore {
    static final String FILE = "desired-state.json";
    private static final String HEADER = "hnv-gateway desired state, format 1, sha256 ";
    private static final int HEADER_LIMIT = 200;
    private static final Set<PosixFilePermission> OWNER_FILE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_DIRECTORY =
            PosixFilePermissions.fromString("rwx------");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path directory;
    private final Path file;
    private final InstantSource clock;

    /// Makes the directory if it is missing, for its owner only.
    public FileStateStore(Path directory) throws IOException {
        this(directory, InstantSource.system());
    }

    FileStateStore(Path directory, InstantSource clock) throws IOException {
        this.directory = directory;
        this.file = directory.resolve(FILE);
        this.clock = clock;
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, OWNER_DIRECTORY);
    }

    @Override
    public LoadedState load() {
        byte[] content;
        try {
            if (Files.size(file) > JsonText.MAX_DOCUMENT_BYTES) {
                return aside("is larger than any state that the gateway writes");
            }
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return LoadedState.empty();
        } catch (IOException e) {
            return LoadedState.damaged(file + " cannot be read: " + e);
        }
        try {
            return new LoadedState(parse(content), "");
        } catch (FaultsException e) {
            return aside(e.faults().getFirst().rule());
        }
    }

    private static JsonNode parse(byte[] content) throws FaultsException {
        int line = 0;
        while (line < Math.min(content.length, HEADER_LIMIT) && content[line] != '\n') {
            line++;
        }
        String header = new String(content, 0, line, UTF_8);
        byte[] body =
                Arrays.copyOfRange(content, Math.min(line + 1, content.length), content.length);
        if (!header.startsWith(HEADER)) {
            throw damaged("has no header of a known format");
        }
        if (!header.equals(HEADER + sha256(body))) {
            throw damaged("does not match its checksum");
        }
        return JsonText.parse(body);
    }

    private static FaultsException damaged(String rule) {
        return new FaultsException(List.of(new Fault(FILE, "", rule, "")));
    }

    private LoadedState aside(String reason) {
        Path kept = directory.resolve(FILE + ".damaged-" + TIME.format(clock.instant()));
        try {
            Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
            return LoadedState.damaged(file + " " + reason + "; it is kept as " + kept);
        } catch (IOException e) {
            return LoadedState.damaged(
                    file + " " + reason + "; it stays there, since it cannot be moved: " + e);
        }
    }

    @Override
    public void save(DesiredState state) throws IOException {
        byte[] body = JsonText.pretty(DesiredStateWriter.write(state)).getBytes(UTF_8);
        byte[] header = (HEADER + sha256(body) + "\n").getBytes(UTF_8);
        Path aside = directory.resolve(FILE + ".new");
        Files.deleteIfExists(aside);
        write(aside, header, body);
        try {
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(
                    "the file system of " + directory + " cannot rename atomically", e);
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void write(Path path, byte[] header, byte[] body) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel =
                FileChannel.open(path, options, PosixFilePermissions.asFileAttribute(OWNER_FILE))) {
            writeAll(channel, header);
            writeAll(channel, body);
            channel.force(true);
        }
    }

    private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
