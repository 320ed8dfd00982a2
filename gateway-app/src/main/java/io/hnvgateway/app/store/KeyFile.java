package io.hnvgateway.app.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The file with the key that secrets are sealed under: one of systemd's credentials if the unit
/// has it, else one in the state directory. Nobody else may be able to read it.
///
/// @param given its keeper is somebody else: it is never made here
record KeyFile(Path path, boolean given) {
    /// Of the key in the state directory.
    static final String NAME = "secret.key";

    /// Of the credential, as in `LoadCredentialEncrypted=hnv-gateway-key:…`.
    static final String CREDENTIAL = "hnv-gateway-key";

    static final int KEY_BYTES = 32;

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.complementOf(EnumSet.copyOf(PosixFilePermissions.fromString("rwx------")));

    /// @param credentials directory of the unit's credentials, as `$CREDENTIALS_DIRECTORY` says;
    ///   null: it has none
    static KeyFile of(Path stateDirectory, @Nullable String credentials) {
        if (credentials != null) {
            Path credential = Path.of(credentials, CREDENTIAL);
            if (Files.exists(credential, LinkOption.NOFOLLOW_LINKS)) {
                return new KeyFile(credential, true);
            }
        }
        return new KeyFile(stateDirectory.resolve(NAME), false);
    }

    /// @throws java.nio.file.NoSuchFileException if there is none
    /// @throws IOException also if others could have read or written it
    byte[] read() throws IOException {
        check();
        byte[] bytes = Files.readAllBytes(path);
        if (bytes.length != KEY_BYTES) {
            throw new IOException(path + " does not hold " + KEY_BYTES + " bytes");
        }
        return bytes;
    }

    private void check() throws IOException {
        Path real = path.toRealPath();
        Path home = path.toAbsolutePath().getParent();
        if (home == null || !home.toRealPath().equals(real.getParent())) {
            throw new IOException(
                    path + " is a link that leads out of its directory; put the key there itself");
        }
        PosixFileAttributes of = Files.readAttributes(real, PosixFileAttributes.class);
        if (!of.isRegularFile()) {
            throw new IOException(path + " is no file");
        }
        Set<PosixFilePermission> others = EnumSet.copyOf(OTHERS);
        others.retainAll(of.permissions());
        if (given && of.group().getName().equals("root") && uid(real) == 0) {
            // systemd lets the unit's user read by an access list, whose mask this bit shows
            others.remove(PosixFilePermission.GROUP_READ);
        }
        if (!others.isEmpty()) {
            throw new IOException(
                    path
                            + " is open to others than its owner ("
                            + PosixFilePermissions.toString(of.permissions())
                            + "): chmod 600; if anybody read it, make a new key and write the"
                            + " secrets again");
        }
        int owner = uid(real);
        if (owner != 0 && owner != uid(Path.of("/proc/self"))) {
            throw new IOException(
                    path
                            + " belongs to "
                            + of.owner().getName()
                            + ": chown it to the gateway's user");
        }
    }

    private static int uid(Path of) throws IOException {
        return (Integer) Files.getAttribute(of, "unix:uid");
    }
}
