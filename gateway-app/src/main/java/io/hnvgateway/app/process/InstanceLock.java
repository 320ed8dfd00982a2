package io.hnvgateway.app.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps a second gateway from the same state directory while one runs. The kernel gives the lock
/// back when the process ends, however it ends.
final class InstanceLock implements AutoCloseable {
    private final FileChannel channel;

    private InstanceLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock.
    ///
    /// @throws StartException when another gateway has it
    static InstanceLock take(Path stateDirectory) throws IOException {
        Files.createDirectories(stateDirectory);
        FileChannel channel =
                FileChannel.open(
                        stateDirectory.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new StartException(
                    stateDirectory
                            + ": another gateway runs with this state directory; stop it first, or"
                            + " name another StateDirectory");
        }
        return new InstanceLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
