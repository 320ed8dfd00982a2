package io.hnvgateway.app.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who may ask the management API for what. Its files stand in the directory `management` of the
/// state directory, for their owner only. For any threads.
public final class Access {
    public static final String DIRECTORY = "management";
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    private static final int REQUESTS_A_SECOND = 1000;
    private static final int BURST = 2000;

    /// Of what changed nothing: at this rate it takes years until it pushes changes out of the
    /// audit log.
    private static final double TOLD_A_SECOND = 1.0 / 60;

    private static final String BEARER = "bearer ";

    private final Authority authority;
    private final Credentials credentials;
    private final Path directory;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final FailedLogins failures = new FailedLogins();
    private final RequestRates toldFailures = new RequestRates(TOLD_A_SECOND, 20);
    private final AtomicInteger untoldFailures = new AtomicInteger();
    private final AuditLog audit;
    private final RequestRates rates = new RequestRates(REQUESTS_A_SECOND, BURST);

    private Access(
            Authority authority,
            Credentials credentials,
            AuditLog audit,
            Path directory,
            InstantSource clock,
            LongSupplier nanos) {
        this.authority = authority;
        this.credentials = credentials;
        this.audit = audit;
        this.directory = directory;
        this.clock = clock;
        this.nanos = nanos;
    }

    /// Reads what is there, and makes an authority at the first start.
    ///
    /// @param name of the gateway, for the authority's certificate
    public static Access open(Path stateDirectory, String name, AuditLog audit)
            throws IOException, GeneralSecurityException {
        return open(stateDirectory, name, audit, InstantSource.system(), System::nanoTime);
    }

    static Access open(
            Path stateDirectory,
            String name,
            AuditLog audit,
            InstantSource clock,
            LongSupplier nanos)
            throws IOException, GeneralSecurityException {
        Path directory = stateDirectory.resolve(DIRECTORY);
        OwnerFile.makeDirectory(directory);
        new AccessFiles(stateDirectory).finish();
        return new Access(
                Authority.open(directory, name, clock.instant()),
                new Credentials(directory),
                audit,
                directory,
                clock,
                nanos);
    }

    /// With a certificate of the own authority.
    ///
    /// @param names or addresses of the endpoint
    public EndpointTls tls(Set<String> names, @Nullable Path clientAuthorities)
            throws IOException, GeneralSecurityException {
        return new EndpointTls(
                OwnCertificate.open(authority, directory, names, clock),
                authority,
                clientAuthorities);
    }

    /// With a certificate of somebody else's.
    public EndpointTls tls(Path certificate, Path key, @Nullable Path clientAuthorities)
            throws IOException, GeneralSecurityException {
        return new EndpointTls(
                GivenCertificate.open(certificate, key, clock), authority, clientAuthorities);
    }

    /// Looks at what a request shows: a token counts before a certificate.
    ///
    /// @param authorization header; null: there is none
    /// @param certificate of the client, whose chain was verified; null: it showed none
    public Admission admit(
            Source source, @Nullable String authorization, @Nullable X509Certificate certificate) {
        long now = nanos.getAsLong();
        int wait = failures.waitSeconds(source, now);
        if (wait > 0) {
            return new Admission.Later(wait);
        }
        Credential found = find(authorization, certificate);
        if (found == null) {
            if (authorization != null || certificate != null) {
                failures.failed(source, now);
                tellFailure(source, now);
            }
            return new Admission.Unknown();
        }
        failures.succeeded(source);
        return rates.take(found.name(), now)
                ? new Admission.Admitted(found.caller())
                : new Admission.Later(1);
    }

    /// Some of them: whoever guesses does not fill the disk.
    private void tellFailure(Source source, long now) {
        if (!toldFailures.take("login", now)) {
            untoldFailures.incrementAndGet();
            return;
        }
        LOG.warn("event=failed-login from={}", source);
        try {
            audit.failedLogin(source.text(), untoldFailures.getAndSet(0));
        } catch (IOException _) {
            // The audit log has logged it; a stranger learns nothing of it.
        }
    }

    /// A change was wanted by somebody who may change nothing: told as failed logins are.
    public void tellRefusal(ChangeAudit.Wish wish, int status) {
        if (!toldFailures.take("change", nanos.getAsLong())) {
            return;
        }
        try {
            new ChangeAudit(audit).refused(wish, status);
        } catch (IOException _) {
            // The audit log has logged it, and nothing was changed.
        }
    }

    private @Nullable Credential find(
            @Nullable String authorization, @Nullable X509Certificate certificate) {
        if (authorization != null) {
            boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
            return bearer
                    ? credentials.ofToken(
                            authorization.substring(BEARER.length()).strip(), clock.instant())
                    : null;
        }
        if (certificate == null) {
            return null;
        }
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (CertificateException e) {
            return null;
        }
        return credentials.ofCertificate(certificate, clock.instant());
    }

    public Credentials credentials() {
        return credentials;
    }

    /// What was prepared counts from now on; the authority from the next start on.
    public void restore(AccessFiles prepared) throws IOException {
        credentials.restore(prepared);
    }

    public AuditLog audit() {
        return audit;
    }

    Authority authority() {
        return authority;
    }

    InstantSource clock() {
        return clock;
    }
}
