package io.hnvgateway.app.setup;

import io.hnvgateway.app.access.Access;
import io.hnvgateway.app.access.KeyAndChain;
import io.hnvgateway.provider.connection.ConnectionString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What others pin of this machine. Nothing is made here: the gateway makes its authority at its
/// first start, and that is what its `hnvctl access fingerprint` says, too.
final class Fingerprints {
    private static final int LIMIT_BYTES = 256 << 10;
    private static final int KEY_BYTES = 16 << 10;

    private Fingerprints() {}

    /// SHA-256 for the controller's `Fingerprint`: of the given certificate, else of the gateway's
    /// own authority; empty: there is none yet.
    static Optional<String> management(ConnectionString connection) throws IOException {
        Path file =
                connection
                        .managementCertificate()
                        .orElse(
                                connection
                                        .stateDirectory()
                                        .resolve(Access.DIRECTORY)
                                        .resolve("authority.pem"));
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            byte[] pem = BoundedText.bytes(file, LIMIT_BYTES);
            return Optional.of(
                    KeyAndChain.fingerprint(
                            (X509Certificate)
                                    factory.generateCertificate(new ByteArrayInputStream(pem))));
        } catch (CertificateException _) {
            throw new IOException(file + " holds no certificate");
        }
    }

    /// As `ssh-keygen -l` prints them, one for each host key.
    ///
    /// @param directory `/etc/ssh`
    static List<String> ssh(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files =
                    all.filter(path ->
                                    String.valueOf(path.getFileName())
                                            .matches("ssh_host_[a-z0-9]+_key\\.pub"))
                            .sorted()
                            .toList();
        }
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            String[] words = BoundedText.read(file, KEY_BYTES).strip().split(" ", 3);
            if (words.length >= 2) {
                lines.add(words[0] + " " + sshFingerprint(words[1], file));
            }
        }
        return lines;
    }

    private static String sshFingerprint(String blob, Path file) throws IOException {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(blob));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (IllegalArgumentException | GeneralSecurityException _) {
            throw new IOException(file + " holds no public key");
        }
    }
}
