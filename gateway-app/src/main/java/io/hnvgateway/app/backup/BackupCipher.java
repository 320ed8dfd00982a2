package io.hnvgateway.app.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.KeySpec;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// The file of a backup: AES-256-GCM (NIST SP 800-38D) under a key of PBKDF2-HMAC-SHA-512 (RFC
/// 8018) of a passphrase. All of the header is authenticated with the content. For any threads; one
/// key is derived at a time, for each takes a core for about a second.
///
/// ```
///  0         8        10        14        46        58        66
///  +---------+---------+---------+---------+---------+---------+----------------+-----+
///  | HNVGWBK | format  | rounds  |  salt   |  nonce  | length  | sealed content | tag |
///  |  \n     | 1       | of the  |   32    |   12    | of what |                | 16  |
///  |         |         | key     |         |         | follows |                |     |
///  +---------+---------+---------+---------+---------+---------+----------------+-----+
/// ```
final class BackupCipher {
    static final int HEADER_BYTES = 66;
    static final int LEAST_PASSPHRASE = 12;
    static final int MOST_PASSPHRASE = 1024;
    private static final byte[] MAGIC = "HNVGWBK\n".getBytes(US_ASCII);
    private static final short FORMAT = 1;
    private static final int SALT_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int KEY_BITS = 256;

    /// How many rounds of the derivation a file may ask for.
    ///
    /// @param written of new files
    record Rounds(int least, int written, int most) {
        static final Rounds DEFAULT = new Rounds(600_000, 600_000, 10_000_000);
    }

    private final Rounds rounds;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock derivation = new ReentrantLock();

    BackupCipher() {
        this(Rounds.DEFAULT);
    }

    BackupCipher(Rounds rounds) {
        this.rounds = rounds;
    }

    /// @throws BackupException if the passphrase is too short or too long
    byte[] seal(byte[] content, char[] passphrase) throws BackupException {
        if (passphrase.length < LEAST_PASSPHRASE || passphrase.length > MOST_PASSPHRASE) {
            throw new BackupException(
                    "passphrase: must have %d..%d characters"
                            .formatted(LEAST_PASSPHRASE, MOST_PASSPHRASE));
        }
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        int sealedBytes = Math.addExact(content.length, TAG_BYTES);
        ByteBuffer file = ByteBuffer.allocate(Math.addExact(HEADER_BYTES, sealedBytes));
        file.put(MAGIC).putShort(FORMAT).putInt(rounds.written()).put(salt).put(nonce);
        file.putLong(sealedBytes);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, passphrase, file);
            cipher.doFinal(content, 0, content.length, file.array(), HEADER_BYTES);
            return file.array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks what seals a backup", e);
        }
    }

    /// @throws BackupException says what is wrong with the file, or that the passphrase is
    byte[] open(byte[] file, char[] passphrase) throws BackupException {
        ByteBuffer header = header(file);
        if (passphrase.length > MOST_PASSPHRASE) {
            throw new BackupException(
                    "passphrase: has more than " + MOST_PASSPHRASE + " characters");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, passphrase, header)
                    .doFinal(file, HEADER_BYTES, file.length - HEADER_BYTES);
        } catch (AEADBadTagException e) {
            throw new BackupException(
                    "backup: cannot be opened: the passphrase is not the one that it was made with,"
                            + " or the file is damaged");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks what opens a backup", e);
        }
    }

    private ByteBuffer header(byte[] file) throws BackupException {
        ByteBuffer header = ByteBuffer.wrap(file);
        if (file.length < HEADER_BYTES
                || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new BackupException(
                    "backup: is no backup of a gateway, or only the beginning of one");
        }
        int format = header.getShort(MAGIC.length) & 0xffff;
        if (format != FORMAT) {
            throw new BackupException(
                    ("backup: is of format %d, and this gateway knows format %d: restore it with the"
                                    + " version that made it, or a later one")
                            .formatted(format, FORMAT));
        }
        int asked = header.getInt(MAGIC.length + 2);
        if (asked < rounds.least() || asked > rounds.most()) {
            throw new BackupException(
                    "backup: asks for %s rounds of key derivation, must be %d..%d: the file is damaged"
                            .formatted(
                                    Integer.toUnsignedString(asked),
                                    rounds.least(),
                                    rounds.most()));
        }
        long sealedBytes = header.getLong(HEADER_BYTES - Long.BYTES);
        if (sealedBytes != file.length - HEADER_BYTES || sealedBytes < TAG_BYTES) {
            throw new BackupException(
                    "backup: has %d bytes behind its header, and says that it has %s: the file was cut or damaged"
                            .formatted(
                                    file.length - HEADER_BYTES,
                                    Long.toUnsignedString(sealedBytes)));
        }
        return header;
    }

    /// @param file begins with a header
    private Cipher cipher(int mode, char[] passphrase, ByteBuffer file)
            throws GeneralSecurityException {
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        int behindRounds = MAGIC.length + Short.BYTES + Integer.BYTES;
        file.get(behindRounds, salt).get(behindRounds + SALT_BYTES, nonce);
        byte[] key = key(passphrase, salt, file.getInt(MAGIC.length + Short.BYTES));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(file.slice(0, HEADER_BYTES));
        return cipher;
    }

    private byte[] key(char[] passphrase, byte[] salt, int times) throws GeneralSecurityException {
        KeySpec spec = new PBEKeySpec(passphrase, salt, times, KEY_BITS);
        derivation.lock();
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } finally {
            derivation.unlock();
        }
    }
}
