package io.hnvgateway.ipsec.certificate;

import java.util.Arrays;
import java.util.List;

/// What a connection with certificates needs, checked ([CertificateImport]). Immutable; its text
/// shows no key.
public final class ConnectionCertificate {
    private final byte[] privateKeyDer;
    private final List<byte[]> chainDer;
    private final List<byte[]> authoritiesDer;

    ConnectionCertificate(
            byte[] privateKeyDer, List<byte[]> chainDer, List<byte[]> authoritiesDer) {
        this.privateKeyDer = privateKeyDer.clone();
        this.chainDer = chainDer.stream().map(byte[]::clone).toList();
        this.authoritiesDer = authoritiesDer.stream().map(byte[]::clone).toList();
    }

    /// PKCS#8.
    public byte[] privateKeyDer() {
        return privateKeyDer.clone();
    }

    /// The own certificate first, then those between it and its root.
    public List<byte[]> chainDer() {
        return chainDer.stream().map(byte[]::clone).toList();
    }

    /// What the peer's certificate must come from.
    public List<byte[]> authoritiesDer() {
        return authoritiesDer.stream().map(byte[]::clone).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConnectionCertificate that
                && Arrays.equals(privateKeyDer, that.privateKeyDer)
                && equal(chainDer, that.chainDer)
                && equal(authoritiesDer, that.authoritiesDer);
    }

    private static boolean equal(List<byte[]> one, List<byte[]> other) {
        return Arrays.deepEquals(one.toArray(), other.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(chainDer.toArray());
    }

    @Override
    public String toString() {
        return chainDer.size() + " certificates, " + authoritiesDer.size() + " authorities";
    }
}
