package io.hnvgateway.app.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/// A private key, and the certificates that show whose it is, its own first.
public record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {
    public KeyAndChain {
        chain = List.copyOf(chain);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /// SHA-256 of the own certificate, as the connection string's `Fingerprint` takes it.
    public String fingerprint() {
        return fingerprint(certificate());
    }

    /// 64 lower-case hexadecimal digits.
    public static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(sha256(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate that was read cannot be written", e);
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }

    /// Whether the key is that of the own certificate, and each certificate was signed by the next.
    ///
    /// @throws GeneralSecurityException says which does not fit
    void check() throws GeneralSecurityException {
        KeyProof.check(key, certificate().getPublicKey());
        for (int i = 0; i + 1 < chain.size(); i++) {
            X509Certificate issuer = chain.get(i + 1);
            if (!chain.get(i).getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
                throw new GeneralSecurityException(
                        "certificate %d of the chain was not issued by the next".formatted(i + 1));
            }
            chain.get(i).verify(issuer.getPublicKey());
        }
    }

    /// Without the key.
    @Override
    public String toString() {
        return certificate().getSubjectX500Principal() + " " + fingerprint();
    }
}
