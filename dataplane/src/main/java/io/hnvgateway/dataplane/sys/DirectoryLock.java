package io.hnvgateway.dataplane.sys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// A directory that one process has for itself (flock(2)), also where no file can be made, as on a
/// bpffs. The kernel lets go of it when the process ends, however it ends, and nothing stays.
public final class DirectoryLock implements AutoCloseable {
    private static final Path LOCKS = Path.of("/proc/locks");
    private static final int O_DIRECTORY = 0x1_0000;
    private static final int O_CLOEXEC = 0x8_0000;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;

    private int fd;

    private DirectoryLock(int fd) {
        this.fd = fd;
    }

    /// Takes a directory that exists.
    ///
    /// @return empty: another process has it, or this one by another lock
    public static Optional<DirectoryLock> tryAcquire(Path directory) {
        int fd = open(directory);
        int result = Libc.flock(fd, LOCK_EX | LOCK_NB);
        if (result == 0 && isStillThere(fd, directory)) {
            return Optional.of(new DirectoryLock(fd));
        }
        Libc.close(fd);
        if (result < 0 && result != -Errno.EAGAIN) {
            throw new SystemCallException("flock " + directory, -result);
        }
        return Optional.empty();
    }

    /// As [#tryAcquire].
    ///
    /// @throws IOException with the process that has it
    public static DirectoryLock acquire(Path directory) throws IOException {
        try {
            return tryAcquire(directory).orElseThrow(() -> new IOException(heldBy(directory)));
        } catch (SystemCallException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// What to tell an operator of a directory that could not be taken.
    public static String heldBy(Path directory) {
        Optional<String> holder = holder(directory);
        String own = Long.toString(ProcessHandle.current().pid());
        return holder.filter(own::equals).isPresent()
                ? directory + ": this gateway has it already for something else"
                : directory
                        + ": another gateway runs with it"
                        + holder.map(pid -> ", process " + pid).orElse("");
    }

    private static int open(Path directory) {
        try (Arena arena = Arena.ofConfined()) {
            int fd =
                    Libc.open(
                            arena.allocateFrom(directory.toString()).address(),
                            O_DIRECTORY | O_CLOEXEC);
            if (fd < 0) {
                throw new SystemCallException("open " + directory, -fd);
            }
            return fd;
        }
    }

    /// Another process may have removed it between opening and locking.
    private static boolean isStillThere(int fd, Path directory) {
        try {
            return Files.isSameFile(Path.of("/proc/self/fd/" + fd), directory);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Id of the process that has a directory locked, as far as this one sees it.
    private static Optional<String> holder(Path directory) {
        try (Stream<String> locks = Files.lines(LOCKS)) {
            String file = numberOf(directory);
            return locks.map(line -> line.split("\\s+", -1))
                    .filter(lock -> lock.length > 5 && lock[1].equals("FLOCK"))
                    .filter(lock -> lock[5].equals(file))
                    .map(lock -> lock[4])
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Device and inode, as /proc/locks has them.
    private static String numberOf(Path directory) throws IOException {
        long device = (long) Files.getAttribute(directory, "unix:dev");
        long major = device >>> 8 & 0xfff;
        long minor = (device & 0xff) | (device >>> 12 & 0xf_ff00);
        return "%02x:%02x:%s".formatted(major, minor, Files.getAttribute(directory, "unix:ino"));
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Libc.close(fd);
            fd = -1;
        }
    }
}
