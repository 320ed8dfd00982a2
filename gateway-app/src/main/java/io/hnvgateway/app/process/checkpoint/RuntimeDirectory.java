package io.hnvgateway.app.process.checkpoint;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/// The directory of the checkpoint: a real one, its owner's alone. Nobody else can put another file
/// in the place of one that was looked at.
final class RuntimeDirectory {
    static final String MODE = "rwx------";

    private RuntimeDirectory() {}

    /// Makes it if it is missing; takes others' rights to it away.
    ///
    /// @throws IOException if it is something else, or not the gateway's alone
    static Path open(Path directory) throws IOException {
        make(directory);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(directory + " is no directory (a symbolic link is none)");
        }
        if (owner(directory) != ownUser()) {
            throw new IOException(
                    directory + " belongs to user " + owner(directory) + ", not to the gateway's");
        }
        refuseOthers(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(MODE));
        return directory;
    }

    /// A directory that others may enter and that holds what no gateway made, such as `/run`, would
    /// be closed to them.
    private static void refuseOthers(Path directory) throws IOException {
        if (Files.getPosixFilePermissions(directory)
                .equals(PosixFilePermissions.fromString(MODE))) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            Optional<Path> other = files.filter(file -> !isOwn(file)).sorted().findFirst();
            if (other.isPresent()) {
                throw new IOException(
                        directory
                                + " is not the gateway's alone: it holds "
                                + other.get().getFileName()
                                + "; name a directory of its own, such as "
                                + directory.resolve("hnv-gateway"));
            }
        }
    }

    /// What is here beside the checkpoint are sockets of the gateway and of its daemons.
    private static boolean isOwn(Path file) {
        return String.valueOf(file.getFileName()).startsWith(CheckpointFile.NAME)
                || (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                        && !Files.isSymbolicLink(file));
    }

    private static void make(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            Files.createDirectory(
                    directory,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(MODE)));
        } catch (FileAlreadyExistsException _) {
            // What it is is looked at next.
        }
    }

    /// Number of the user that a file belongs to.
    static int owner(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    static int ownUser() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }
}
