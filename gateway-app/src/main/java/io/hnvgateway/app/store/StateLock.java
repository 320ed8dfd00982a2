package io.hnvgateway.app.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps a second gateway off a directory. The kernel lets go of the lock when the process ends,
/// however it ends; the file stays and holds the last owner's process id.
public final class StateLock implements AutoCloseable {
    static final String FILE = "gateway.lock";

    private final FileChannel channel;

    private StateLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Makes the directory if it is missing.
    ///
    /// @throws IOException naming the process that holds the lock, if one does
    public static StateLock acquire(Path directory) throws IOException {
        Files.createDirectories(directory);
        return acquire(directory, FILE);
    }

    /// As [#acquire(Path)], by another file of a directory that is there.
    public static StateLock acquire(Path directory, String name) throws IOException {
        Path file = directory.resolve(name);
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            if (tryLock(channel) == null) {
                throw new IOException(
                        "a gateway runs already with this directory: process "
                                + Files.readString(file, US_ASCII).strip()
                                + " holds "
                                + file);
            }
            write(channel, ProcessHandle.current().pid() + "\n");
            return new StateLock(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.truncate(0);
        ByteBuffer buffer = US_ASCII.encode(text);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
