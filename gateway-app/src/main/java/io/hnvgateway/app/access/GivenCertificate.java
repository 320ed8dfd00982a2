package io.hnvgateway.app.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A certificate of somebody else's authority, read again when its files change.
public final class GivenCertificate implements ServerCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(GivenCertificate.class);
    private static final Duration WARNING = Duration.ofDays(14);

    private final Path certificateFile;
    private final Path keyFile;
    private final InstantSource clock;
    private volatile KeyAndChain current;
    private String seen;

    private GivenCertificate(
            Path certificateFile, Path keyFile, InstantSource clock, KeyAndChain current) {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
        this.clock = clock;
        this.current = current;
        this.seen = "";
    }

    /// @throws GeneralSecurityException says what does not fit
    static GivenCertificate open(Path certificateFile, Path keyFile, InstantSource clock)
            throws IOException, GeneralSecurityException {
        GivenCertificate given =
                new GivenCertificate(
                        certificateFile,
                        keyFile,
                        clock,
                        read(certificateFile, keyFile, clock.instant()));
        given.seen = given.stamp();
        return given;
    }

    private static KeyAndChain read(Path certificateFile, Path keyFile, Instant now)
            throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = CertificateFiles.certificates(certificateFile);
        KeyAndChain read = new KeyAndChain(CertificateFiles.key(keyFile), chain);
        read.check();
        X509Certificate own = read.certificate();
        if (own.getBasicConstraints() >= 0) {
            throw new GeneralSecurityException("the first certificate is an authority's");
        }
        if (now.isBefore(own.getNotBefore().toInstant())
                || now.isAfter(own.getNotAfter().toInstant())) {
            throw new GeneralSecurityException(
                    "is valid from %s to %s: not now"
                            .formatted(
                                    own.getNotBefore().toInstant(), own.getNotAfter().toInstant()));
        }
        return read;
    }

    @Override
    public KeyAndChain current() {
        return current;
    }

    @Override
    public void refresh() {
        try {
            String stamp = stamp();
            if (!stamp.equals(seen)) {
                current = read(certificateFile, keyFile, clock.instant());
                seen = stamp;
                LOG.info("event=management-certificate-read fingerprint={}", current.fingerprint());
            }
        } catch (IOException | GeneralSecurityException e) {
            LOG.error(
                    "event=management-certificate-not-read file={} reason=\"{}\"",
                    certificateFile,
                    e.getMessage());
        }
        Instant end = current.certificate().getNotAfter().toInstant();
        if (clock.instant().isAfter(end.minus(WARNING))) {
            LOG.warn("event=management-certificate-ends until={}", end);
        }
    }

    private String stamp() throws IOException {
        return stamp(certificateFile) + " " + stamp(keyFile);
    }

    private static String stamp(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
    }

    @Override
    public String lastingFingerprint() {
        return current.fingerprint();
    }
}
