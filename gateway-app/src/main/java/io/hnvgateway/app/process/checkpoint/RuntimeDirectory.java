package io.hnvgateway.app.process.checkpoint;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The directory of the checkpoint: a real one, its owner's alone. Nobody else can put another file
/// in the place of one that was looked at.
final class RuntimeDirectory {
    static final String MODE = "rwx------";

    private RuntimeDirectory() {}

    /// Makes it if it is missing; takes others' rights to it away.
    ///
    /// @throws IOException if it is something else, or somebody else's
    static Path open(Path directory) throws IOException {
        make(directory);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(directory + " is no directory (a symbolic link is none)");
        }
        if (owner(directory) != ownUser()) {
            throw new IOException(
                    directory + " belongs to user " + owner(directory) + ", not to the gateway's");
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(MODE));
        return directory;
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
