package io.hnvgateway.app.access;

import io.hnvgateway.provider.json.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/// Access as tests of other packages need it, over a directory of the test's.
public final class AccessFixture {
    private final Access access;

    private AccessFixture(Access access) {
        this.access = access;
    }

    public static AccessFixture in(Path directory) throws IOException, GeneralSecurityException {
        return new AccessFixture(Access.open(directory, "test", AuditLog.open(directory)));
    }

    public Access access() {
        return access;
    }

    public X509Certificate authority() {
        return access.authority().certificate();
    }

    public String token(Role role) throws IOException, AccessException {
        return token(role.label(), role, Set.of());
    }

    public String token(String name, Role role, Set<UUID> domains)
            throws IOException, AccessException {
        return access.credentials().addToken(grant(name, role, domains), Instant.now());
    }

    /// A token that has expired when it is told.
    public String expiredToken() throws IOException, AccessException {
        Instant past = Instant.now().minus(Duration.ofDays(2));
        return access.credentials()
                .addToken(
                        new Credentials.Grant(
                                "expired",
                                Role.ADMINISTRATOR,
                                Set.of(),
                                past.plus(Duration.ofDays(1))),
                        past);
    }

    public boolean admits(String token) {
        return access.admit(new Source("192.0.2.1"), "Bearer " + token, null)
                instanceof Admission.Admitted;
    }

    /// As a restore writes it aside.
    public String copy(Path directory) throws IOException {
        return JsonText.pretty(Objects.requireNonNull(new AccessFiles(directory).copy()).json());
    }

    public boolean remove(String name) throws IOException {
        return access.credentials().remove(name);
    }

    /// A client's key and certificate by the gateway's authority, not known by name yet.
    public KeyAndChain client(String name) throws GeneralSecurityException {
        return client(name, Instant.now());
    }

    /// The same, which has ended when it is told.
    public KeyAndChain expiredClient(String name) throws GeneralSecurityException {
        return client(name, Instant.now().minus(Duration.ofDays(3)));
    }

    private KeyAndChain client(String name, Instant now) throws GeneralSecurityException {
        KeyPair keys = Authority.keys();
        return new KeyAndChain(
                keys.getPrivate(),
                access.authority()
                        .client(name, keys.getPublic(), now, now.plus(Duration.ofDays(1))));
    }

    public void know(String name, Role role, KeyAndChain client)
            throws IOException, AccessException {
        access.credentials()
                .addCertificate(grant(name, role, Set.of()), client.fingerprint(), Instant.now());
    }

    private static Credentials.Grant grant(String name, Role role, Set<UUID> domains) {
        return new Credentials.Grant(name, role, domains, Instant.now().plus(Duration.ofDays(1)));
    }
}
