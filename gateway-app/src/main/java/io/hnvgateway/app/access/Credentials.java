package io.hnvgateway.app.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// All credentials that are known. A change holds from the next request on, and is durable before
/// it is told. For any threads.
public final class Credentials {
    static final int MOST = 1000;

    /// So that scanners of source code know one that was published by mistake.
    static final String TOKEN_PREFIX = "hnvgw_";

    private static final int TOKEN_BYTES = 32;
    private static final int MAX_TOKEN_CHARACTERS = 128;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

    private final CredentialFile file;
    private final SecureRandom random = new SecureRandom();
    private volatile List<Credential> all;

    /// @throws IOException if what is stored cannot be read
    Credentials(Path directory) throws IOException {
        file = new CredentialFile(directory);
        all = List.copyOf(file.read());
    }

    public List<Credential> all() {
        return all;
    }

    /// Null: it is nobody's, or has expired.
    @Nullable Credential ofToken(String token, Instant now) {
        if (token.length() > MAX_TOKEN_CHARACTERS || !token.startsWith(TOKEN_PREFIX)) {
            return null;
        }
        return find(Credential.Kind.TOKEN, digest(token), now);
    }

    /// As [#ofToken].
    @Nullable Credential ofCertificate(X509Certificate certificate, Instant now) {
        return find(Credential.Kind.CERTIFICATE, KeyAndChain.fingerprint(certificate), now);
    }

    /// Takes the same time wherever it stands, and whether it is there.
    private @Nullable Credential find(Credential.Kind kind, String sha256, Instant now) {
        byte[] wanted = sha256.getBytes(US_ASCII);
        Credential found = null;
        for (Credential credential : all) {
            boolean same = MessageDigest.isEqual(credential.sha256().getBytes(US_ASCII), wanted);
            if (same && credential.kind() == kind) {
                found = credential;
            }
        }
        return found != null && found.isValidAt(now) ? found : null;
    }

    private static String digest(String token) {
        return HexFormat.of().formatHex(KeyAndChain.sha256(token.getBytes(US_ASCII)));
    }

    /// Who it is for, and until when.
    public record Grant(String name, Role role, Set<UUID> routingDomains, Instant until) {
        public Grant {
            routingDomains = Set.copyOf(routingDomains);
        }

        private void check(Instant now) throws AccessException {
            if (!NAME.matcher(name).matches()) {
                throw new AccessException(
                        "name: must be 1..64 letters, digits, '.', '_', '-' and '@', a letter or digit first");
            }
            if ((role == Role.TENANT_READER) == routingDomains.isEmpty()) {
                throw new AccessException(
                        role == Role.TENANT_READER
                                ? "rdid: is missing: a tenant reader sees what belongs to its routing domains"
                                : "rdid: belongs to a tenant reader only");
            }
            if (!until.isAfter(now)) {
                throw new AccessException("expires: must be later than now");
            }
        }
    }

    /// The new token, which is told here and never again.
    String addToken(Grant grant, Instant now) throws AccessException, IOException {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = TOKEN_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        add(grant, Credential.Kind.TOKEN, digest(token), now);
        return token;
    }

    /// @param sha256 of the certificate, 64 hexadecimal digits
    void addCertificate(Grant grant, String sha256, Instant now)
            throws AccessException, IOException {
        add(grant, Credential.Kind.CERTIFICATE, sha256, now);
    }

    private synchronized void add(Grant grant, Credential.Kind kind, String sha256, Instant now)
            throws AccessException, IOException {
        grant.check(now);
        for (Credential known : all) {
            if (known.name().equalsIgnoreCase(grant.name())) {
                throw new AccessException(
                        "name: '%s' is taken: remove it first, or choose another"
                                .formatted(grant.name()));
            }
            if (known.sha256().equals(sha256)) {
                throw new AccessException(
                        "fingerprint: is that of '%s' already".formatted(known.name()));
            }
        }
        if (all.size() >= MOST) {
            throw new AccessException("there are %d already: remove some".formatted(MOST));
        }
        List<Credential> next = new ArrayList<>(all);
        next.add(
                new Credential(
                        grant.name(),
                        kind,
                        grant.role(),
                        grant.routingDomains(),
                        sha256,
                        now,
                        grant.until()));
        file.write(next);
        all = List.copyOf(next);
    }

    /// Replaces the files, and knows from then on what stands there.
    synchronized void restore(AccessFiles files) throws IOException {
        files.commit();
        all = List.copyOf(file.read());
    }

    /// @return whether there was such a one
    synchronized boolean remove(String name) throws IOException {
        List<Credential> next = new ArrayList<>(all);
        boolean found = next.removeIf(known -> known.name().equalsIgnoreCase(name));
        if (found) {
            file.write(next);
            all = List.copyOf(next);
        }
        return found;
    }
}
