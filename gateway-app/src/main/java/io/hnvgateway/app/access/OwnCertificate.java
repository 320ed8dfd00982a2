package io.hnvgateway.app.access;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A certificate by the gateway's own authority, made at the first start and again in time.
public final class OwnCertificate implements ServerCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(OwnCertificate.class);
    static final String CERTIFICATE_FILE = "server.pem";
    static final String KEY_FILE = "server-key.pem";
    static final Duration LIFE = Duration.ofDays(397);
    static final Duration RENEWAL = Duration.ofDays(30);

    private final Authority authority;
    private final Path directory;
    private final Set<String> names;
    private final InstantSource clock;
    private volatile KeyAndChain current;

    /// @param names or addresses of the endpoint
    static OwnCertificate open(
            Authority authority, Path directory, Set<String> names, InstantSource clock)
            throws IOException, GeneralSecurityException {
        Path file = directory.resolve(CERTIFICATE_FILE);
        KeyAndChain found = Files.exists(file) ? read(directory, authority) : null;
        OwnCertificate own =
                new OwnCertificate(
                        authority,
                        directory,
                        names,
                        clock,
                        found != null ? found : authority.server(names, LIFE, clock.instant()));
        if (found == null) {
            own.keep(own.current);
        }
        own.renewIfDue();
        return own;
    }

    private OwnCertificate(
            Authority authority,
            Path directory,
            Set<String> names,
            InstantSource clock,
            KeyAndChain current) {
        this.authority = authority;
        this.directory = directory;
        this.names = Set.copyOf(names);
        this.clock = clock;
        this.current = current;
    }

    /// Null if key and certificate are no pair of this authority: one of them was being replaced.
    private static @Nullable KeyAndChain read(Path directory, Authority authority)
            throws IOException {
        try {
            List<X509Certificate> chain =
                    CertificateFiles.certificates(directory.resolve(CERTIFICATE_FILE));
            KeyAndChain read =
                    new KeyAndChain(
                            CertificateFiles.key(directory.resolve(KEY_FILE)),
                            List.of(chain.getFirst(), authority.certificate()));
            read.check();
            return read;
        } catch (GeneralSecurityException e) {
            LOG.warn("event=server-certificate-unusable reason=\"{}\"", e.toString());
            return null;
        }
    }

    @Override
    public KeyAndChain current() {
        return current;
    }

    @Override
    public void refresh() {
        try {
            renewIfDue();
        } catch (IOException | GeneralSecurityException e) {
            LOG.error("event=server-certificate-not-renewed reason=\"{}\"", e.toString());
        }
    }

    private void renewIfDue() throws IOException, GeneralSecurityException {
        X509Certificate shown = current.certificate();
        Instant end = shown.getNotAfter().toInstant();
        Instant now = clock.instant();
        // a clock that was ahead has made one that nobody takes before that time comes
        boolean due =
                now.isAfter(end.minus(RENEWAL)) || now.isBefore(shown.getNotBefore().toInstant());
        if (due || !covers(shown, names)) {
            KeyAndChain next = authority.server(names, LIFE, now);
            keep(next);
            current = next;
            LOG.info(
                    "event=server-certificate-renewed fingerprint={} until={}",
                    next.fingerprint(),
                    next.certificate().getNotAfter().toInstant());
        }
    }

    private void keep(KeyAndChain made) throws IOException {
        OwnerFile.replace(directory.resolve(KEY_FILE), CertificateFiles.pem(made.key()));
        OwnerFile.replace(directory.resolve(CERTIFICATE_FILE), CertificateFiles.pem(made.chain()));
    }

    static boolean covers(X509Certificate certificate, Set<String> names)
            throws CertificateParsingException {
        Collection<List<?>> subjects = certificate.getSubjectAlternativeNames();
        Set<String> covered = new HashSet<>();
        if (subjects != null) {
            subjects.forEach(subject -> covered.add(canonical(String.valueOf(subject.get(1)))));
        }
        return names.stream().map(OwnCertificate::canonical).allMatch(covered::contains);
    }

    /// Of an address the one spelling, of a name the lower case. Only literals come to the
    /// resolver: nothing is looked up.
    private static String canonical(String name) {
        if (name.indexOf(':') < 0) {
            return name.toLowerCase(Locale.ROOT);
        }
        try {
            return InetAddress.getByName(name).getHostAddress();
        } catch (UnknownHostException e) {
            return name;
        }
    }

    @Override
    public String lastingFingerprint() {
        return KeyAndChain.fingerprint(authority.certificate());
    }
}
