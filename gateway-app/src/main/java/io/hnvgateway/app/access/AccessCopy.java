package io.hnvgateway.app.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.util.List;

/// Who has access, and the authority: for a backup. Holds the authority's private key, so that it
/// is never shown.
///
/// @param key the authority's, PEM
/// @param certificate the authority's, PEM
/// @param identity the same, read
public record AccessCopy(
        List<Credential> credentials, String key, String certificate, KeyAndChain identity) {
    public AccessCopy {
        credentials = List.copyOf(credentials);
    }

    public JsonNode json() {
        ObjectNode copy = CredentialFile.json(credentials);
        return copy.put("authorityKey", key).put("authorityCertificate", certificate);
    }

    /// @throws IllegalArgumentException if it is not what [#json] writes, or the key is not that of
    ///   the certificate
    public static AccessCopy read(JsonNode copy) {
        String key = copy.path("authorityKey").asText();
        String certificate = copy.path("authorityCertificate").asText();
        List<Credential> credentials = CredentialFile.read(copy);
        if (credentials.size() > Credentials.MOST) {
            throw new IllegalArgumentException(
                    "access: has more than %d credentials".formatted(Credentials.MOST));
        }
        try {
            KeyAndChain identity =
                    new KeyAndChain(
                            CertificateFiles.key(key),
                            CertificateFiles.certificates(certificate.getBytes(US_ASCII)));
            identity.check();
            return new AccessCopy(credentials, key, certificate, identity);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("authority: " + e.getMessage(), e);
        }
    }

    /// SHA-256 of the authority's certificate.
    public String fingerprint() {
        return identity.fingerprint();
    }

    /// Without the key.
    @Override
    public String toString() {
        return credentials.size() + " credentials, authority " + fingerprint();
    }
}
