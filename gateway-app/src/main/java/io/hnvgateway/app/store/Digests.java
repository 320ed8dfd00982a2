package io.hnvgateway.app.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Checksums of what is stored.
final class Digests {
    private Digests() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    static String sha256(byte[] text) {
        return text(sha256().digest(text));
    }

    /// As it stands in a file: 64 hexadecimal digits.
    static String text(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
