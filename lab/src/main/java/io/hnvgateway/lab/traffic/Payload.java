package io.hnvgateway.lab.traffic;

import io.hnvgateway.lab.netns.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/// A file of random bytes for transfers, known by its SHA-256.
public record Payload(Path file, String sha256) {

    public static Payload make(Path directory, String name, int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        Path file = directory.resolve(name);
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new LabException("cannot write " + file, e);
        }
        return new Payload(file, sha256(content));
    }

    public String name() {
        return String.valueOf(file.getFileName());
    }

    /// Whether a file holds the same bytes.
    public boolean arrivedIn(Path copy) {
        try {
            return sha256(Files.readAllBytes(copy)).equals(sha256);
        } catch (IOException e) {
            return false;
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new LabException("no SHA-256", e);
        }
    }
}
