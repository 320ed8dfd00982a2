package io.hnvgateway.app.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BackupCipherTest {
    private static final char[] PASSPHRASE = "correct horse battery".toCharArray();
    private static final byte[] CONTENT = "what makes a gateway".getBytes(UTF_8);

    private final BackupCipher cipher = new BackupCipher(new BackupCipher.Rounds(8, 10, 20));

    private void refused(byte[] file, String because) {
        assertThatThrownBy(() -> cipher.open(file, PASSPHRASE))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining(because);
    }

    @Test
    void whatIsSealedIsOpenedByItsPassphraseAlone() throws BackupException {
        byte[] file = cipher.seal(CONTENT, PASSPHRASE);
        assertThat(cipher.open(file, PASSPHRASE)).isEqualTo(CONTENT);
        assertThat(cipher.seal(CONTENT, PASSPHRASE)).isNotEqualTo(file);
        assertThat(new String(file, UTF_8)).doesNotContain("gateway");
        assertThatThrownBy(() -> cipher.open(file, "correct horse batterz".toCharArray()))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("the passphrase is not the one");
    }

    /// As a release makes them: 600,000 rounds.
    @Test
    void aKeyTakesManyRounds() throws BackupException {
        byte[] file = new BackupCipher().seal(CONTENT, PASSPHRASE);
        assertThat(ByteBuffer.wrap(file).getInt(10)).isEqualTo(600_000);
        assertThat(new BackupCipher().open(file, PASSPHRASE)).isEqualTo(CONTENT);
        refused(file, "asks for 600000 rounds");
    }

    @Test
    void eachBitCounts() throws BackupException {
        byte[] file = cipher.seal(CONTENT, PASSPHRASE);
        for (int i = 0; i < file.length * Byte.SIZE; i++) {
            byte[] other = file.clone();
            other[i / Byte.SIZE] ^= (byte) (1 << i % Byte.SIZE);
            assertThatThrownBy(() -> cipher.open(other, PASSPHRASE))
                    .as("bit %s", i)
                    .isInstanceOf(BackupException.class)
                    .hasMessageStartingWith("backup: ");
        }
    }

    @Test
    void aFileThatWasCutOrWentOnSaysSo() throws BackupException {
        byte[] file = cipher.seal(CONTENT, PASSPHRASE);
        for (int length = 0; length < BackupCipher.HEADER_BYTES; length++) {
            refused(
                    Arrays.copyOf(file, length),
                    "is no backup of a gateway, or only the beginning");
        }
        for (int length = BackupCipher.HEADER_BYTES; length < file.length; length++) {
            refused(Arrays.copyOf(file, length), "the file was cut or damaged");
        }
        refused(Arrays.copyOf(file, file.length + 1), "the file was cut or damaged");
    }

    @Test
    void aFileOfALaterGatewayIsNamedAsSuch() throws BackupException {
        byte[] file = cipher.seal(CONTENT, PASSPHRASE);
        file[9] = 2;
        refused(file, "is of format 2, and this gateway knows format 1");
    }

    @Test
    void aPassphraseHasALength() {
        for (int length : new int[] {0, 11, 1025}) {
            char[] passphrase = new char[length];
            Arrays.fill(passphrase, 'x');
            assertThatThrownBy(() -> cipher.seal(CONTENT, passphrase))
                    .hasMessageContaining("must have 12..1024 characters");
        }
    }
}
