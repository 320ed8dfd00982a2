package io.hnvgateway.app.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hnvgateway.provider.json.SecretSeal;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.SecretText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Seals secrets for the files of the state directory: AES-256-GCM, under a key in a file beside
/// them, made when the first secret is sealed, or in a credential of the unit ([KeyFile]). A copy
/// of the state alone shows no secret; who reads the directory as its owner does. For any threads.
///
/// The text is `1:` and, in Base64, 12 random bytes of nonce, the ciphertext and 16 bytes of tag;
/// the secret's place is authenticated with it, so that no secret can be put elsewhere.
final class SecretBox implements SecretSeal {
    static final String FILE = KeyFile.NAME;
    private static final String FORMAT = "1:";
    private static final String DERIVATION = "HmacSHA256";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Path directory;
    private final KeyFile keyFile;
    private final Path file;
    private final SecureRandom random = new SecureRandom();
    private @Nullable SecretKeySpec key;

    SecretBox(Path directory) {
        this(directory, KeyFile.of(directory, System.getenv("CREDENTIALS_DIRECTORY")));
    }

    SecretBox(Path directory, KeyFile keyFile) {
        this.directory = directory;
        this.keyFile = keyFile;
        this.file = keyFile.path();
    }

    /// @throws UncheckedIOException if the key can neither be read nor made
    @Override
    public String seal(SecretText secret, String place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, keyToSeal(), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(UTF_8));
            byte[] sealed = cipher.doFinal(secret.reveal().getBytes(UTF_8));
            byte[] all = new byte[nonce.length + sealed.length];
            System.arraycopy(nonce, 0, all, 0, nonce.length);
            System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
            return FORMAT + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks AES-GCM", e);
        }
    }

    @Override
    public SecretText open(String sealed, String place) {
        try {
            if (!sealed.startsWith(FORMAT)) {
                throw new InvalidValueException("is sealed in an unknown format");
            }
            byte[] all = Base64.getDecoder().decode(sealed.substring(FORMAT.length()));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    keyToOpen(),
                    new GCMParameterSpec(TAG_BITS, all, 0, Math.min(NONCE_BYTES, all.length)));
            cipher.updateAAD(place.getBytes(UTF_8));
            byte[] text = cipher.doFinal(all, NONCE_BYTES, Math.max(0, all.length - NONCE_BYTES));
            return SecretText.of(new String(text, UTF_8));
        } catch (NoSuchFileException e) {
            throw cannotOpen("there is no " + file);
        } catch (IOException e) {
            throw cannotOpen(String.valueOf(e.getMessage()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw cannotOpen("it was sealed with another key than that in " + file);
        }
    }

    /// A key for another purpose, which says nothing of this one: HMAC-SHA-256 of the purpose.
    ///
    /// @throws UncheckedIOException if the key can neither be read nor made
    byte[] derivedKey(String purpose) {
        try {
            Mac mac = Mac.getInstance(DERIVATION);
            mac.init(new SecretKeySpec(keyToSeal().getEncoded(), DERIVATION));
            return mac.doFinal(purpose.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + DERIVATION, e);
        }
    }

    private static InvalidValueException cannotOpen(String why) {
        return new InvalidValueException(
                "cannot be opened: " + why, "restore that file, or write the secret again");
    }

    private synchronized SecretKeySpec keyToSeal() {
        try {
            return keyToOpen();
        } catch (NoSuchFileException e) {
            return make();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized SecretKeySpec keyToOpen() throws IOException {
        SecretKeySpec known = key;
        if (known == null) {
            known = new SecretKeySpec(keyFile.read(), "AES");
            key = known;
        }
        return known;
    }

    private SecretKeySpec make() {
        if (keyFile.given()) {
            throw new UncheckedIOException(new NoSuchFileException(file + " is gone"));
        }
        byte[] bytes = new byte[KeyFile.KEY_BYTES];
        random.nextBytes(bytes);
        try (FileChannel channel = OwnerFiles.create(file)) {
            OwnerFiles.write(channel, bytes);
            channel.force(true);
            OwnerFiles.syncDirectory(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SecretKeySpec made = new SecretKeySpec(bytes, "AES");
        key = made;
        return made;
    }
}
