package io.hnvgateway.app.ctl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/// A new file that its owner alone can read, from its first moment.
final class PrivateFile {
    private PrivateFile() {}

    /// @throws IOException also if there is such a file already, which stays as it is
    static void write(Path path, String text) throws IOException {
        write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /// In place of what is there, whole or not at all; durable when it returns.
    ///
    /// @throws IOException also if something else than a file is there
    static void replace(Path path, byte[] content) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(path + " is no file: choose another name");
        }
        Path aside =
                path.resolveSibling(
                        "." + path.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        Files.deleteIfExists(aside);
        try {
            write(aside, content);
            Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
        Path directory = Objects.requireNonNull(path.toAbsolutePath().getParent());
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /// As [#write(Path, String)].
    static void write(Path path, byte[] content) throws IOException {
        try (FileChannel file =
                FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
    }
}
