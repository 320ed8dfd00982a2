package io.hnvgateway.app.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.SecretText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    private static final SecretText SECRET = SecretText.of("open sesame");

    @TempDir private Path directory;

    private Path credentials;

    @BeforeEach
    void credentials() throws IOException {
        credentials = Files.createDirectory(directory.resolve("credentials"));
    }

    private SecretBox box() {
        return new SecretBox(directory, KeyFile.of(directory, credentials.toString()));
    }

    private static void key(Path file, String key, String permissions) throws IOException {
        Files.write(file, key.getBytes(UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void aCredentialOfTheUnitIsTakenBeforeTheFile() throws IOException {
        String byFile = box().seal(SECRET, "here");
        key(credentials.resolve(KeyFile.CREDENTIAL), "a".repeat(32), "r--------");
        String byCredential = box().seal(SECRET, "here");
        assertThat(box().open(byCredential, "here")).isEqualTo(SECRET);
        assertThatThrownBy(() -> box().open(byFile, "here"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("another key than that in")
                .hasMessageContaining(KeyFile.CREDENTIAL);
        Files.delete(credentials.resolve(KeyFile.CREDENTIAL));
        assertThat(box().open(byFile, "here")).isEqualTo(SECRET);
    }

    @Test
    void aKeyThatOthersMayReadIsRefused() throws IOException {
        for (String permissions : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
            key(directory.resolve(KeyFile.NAME), "a".repeat(32), permissions);
            assertThatThrownBy(() -> box().open("1:AAAA", "here"))
                    .hasMessageContaining("is open to others than its owner (" + permissions);
        }
    }

    /// The bit is the mask of the access list by which systemd lets the unit's user read.
    @Test
    void aCredentialOfRootMayShowTheMaskOfItsAccessList() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "root owns credentials");
        Path credential = credentials.resolve(KeyFile.CREDENTIAL);
        key(credential, "a".repeat(32), "r--r-----");
        assertThat(box().open(box().seal(SECRET, "here"), "here")).isEqualTo(SECRET);
        key(credential, "a".repeat(32), "r--r--r--");
        assertThatThrownBy(() -> box().open("1:AAAA", "here")).hasMessageContaining("is open to");
        key(credential, "a".repeat(32), "r--r-----");
        Files.setAttribute(credential, "unix:gid", 12345);
        assertThatThrownBy(() -> box().open("1:AAAA", "here")).hasMessageContaining("is open to");
    }

    @Test
    void aLinkOutOfTheDirectoryIsRefused() throws IOException {
        key(credentials.resolve("elsewhere"), "a".repeat(32), "rw-------");
        Files.createSymbolicLink(directory.resolve(KeyFile.NAME), credentials.resolve("elsewhere"));
        assertThatThrownBy(() -> box().open("1:AAAA", "here"))
                .hasMessageContaining("leads out of its directory");
    }

    @Test
    void aKeyOfSomebodyElseIsRefused() throws IOException {
        Path file = directory.resolve(KeyFile.NAME);
        key(file, "a".repeat(32), "rw-------");
        assumeTrue(System.getProperty("user.name").equals("root"), "only root gives files away");
        Files.setAttribute(file, "unix:uid", 12345);
        assertThatThrownBy(() -> box().open("1:AAAA", "here"))
                .hasMessageContaining("belongs to 12345");
    }
}
