package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.ipsec.sa.SaParameters;
import java.util.Arrays;

/// Keying material taken apart. A view: it holds no copy that would have to be overwritten.
///
/// @param keys as charon gave them, of the transform's lengths
record CipherKeys(SaParameters.Keys keys) {
    private static final int SALT_BYTES = 4;

    CipherKeys {
        check("encryption", keys.encryption(), keys.transform().encryptionKeyBytes());
        check("integrity", keys.integrity(), keys.transform().integrityKeyBytes());
    }

    private static void check(String which, byte[] key, int bytes) {
        if (key.length != bytes) {
            throw new IllegalArgumentException(
                    "%s key of %d bytes instead of %d".formatted(which, key.length, bytes));
        }
    }

    EspTransform transform() {
        return keys.transform();
    }

    /// Bytes of the AES key: 16 or 32.
    int aesKeyBytes() {
        return transform().encryptionKeyBytes() - (transform().isGcm() ? SALT_BYTES : 0);
    }

    /// A copy of the AES key, for the caller to overwrite.
    byte[] aesKey() {
        return Arrays.copyOf(keys.encryption(), aesKeyBytes());
    }

    /// Of AES-GCM: the nonce's first four bytes, as one big-endian number (RFC 4106 §4).
    int salt() {
        int salt = 0;
        for (int i = aesKeyBytes(); i < aesKeyBytes() + SALT_BYTES; i++) {
            salt = (salt << 8) | (keys.encryption()[i] & 0xff);
        }
        return salt;
    }

    /// For the caller to overwrite.
    byte[] integrityKey() {
        return keys.integrity().clone();
    }

    /// Name of the hash function of the HMAC.
    ///
    /// @throws IllegalArgumentException when the transform has none
    String digest() {
        return switch (transform()) {
            case AES_CBC_128_SHA1, AES_CBC_256_SHA1 -> "SHA1";
            case AES_CBC_128_SHA256, AES_CBC_256_SHA256 -> "SHA256";
            case AES_CBC_128_SHA384, AES_CBC_256_SHA384 -> "SHA384";
            case AES_GCM_128, AES_GCM_256 ->
                    throw new IllegalArgumentException(transform() + " has no HMAC");
        };
    }

    @Override
    public String toString() {
        return transform().toString();
    }
}
