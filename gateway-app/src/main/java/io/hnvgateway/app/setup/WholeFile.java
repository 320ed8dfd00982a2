package io.hnvgateway.app.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A file that is there whole or not at all, with its mode and owner from its first moment under
/// its name, and durable when written.
///
/// @param mode as `rw-------`
/// @param owner a user's name; null: whoever writes it
record WholeFile(Path path, String mode, @Nullable String owner) {
    private static final String OWNER_ONLY = "rw-------";

    /// One that everybody may read.
    static WholeFile open(Path path) {
        return new WholeFile(path, "rw-r--r--", null);
    }

    /// One for its writer alone.
    static WholeFile closed(Path path) {
        return new WholeFile(path, OWNER_ONLY, null);
    }

    /// @throws IOException when nothing was written
    void write(String text) throws IOException {
        Path directory = Objects.requireNonNull(path.toAbsolutePath().getParent());
        Files.createDirectories(directory);
        Path aside = path.resolveSibling("." + path.getFileName() + ".new");
        Files.deleteIfExists(aside);
        try {
            fill(aside, text);
            settle(aside);
            Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /// Unless that is what stands there already.
    ///
    /// @return whether something became different
    boolean update(String text) throws IOException {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && Files.size(path) <= BoundedText.SETTING_BYTES
                && Files.readString(path).equals(text)) {
            return false;
        }
        write(text);
        return true;
    }

    /// Gives a file that somebody else wrote its mode and owner.
    void settle() throws IOException {
        settle(path);
    }

    private static void fill(Path aside, String text) throws IOException {
        try (FileChannel file =
                FileChannel.open(
                        aside,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(permissions(OWNER_ONLY)))) {
            ByteBuffer bytes = UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
    }

    /// Never follows a link: the file may be in a place that others can write to.
    private void settle(Path file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(
                        file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (!view.readAttributes().isRegularFile()) {
            throw new IOException(file + " is no file");
        }
        if (owner != null) {
            UserPrincipal user =
                    file.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(owner);
            view.setOwner(user);
        }
        Files.setPosixFilePermissions(file, permissions(mode));
    }

    private static Set<PosixFilePermission> permissions(String mode) {
        return PosixFilePermissions.fromString(mode);
    }
}
