package io.hnvgateway.ipsec.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.util.List;

/// Keys and certificates as texts of RFC 7468, as [CertificateImport#pem] takes them.
public final class CertificatePem {
    private CertificatePem() {}

    /// PKCS#8 without a passphrase: to be kept where nobody else reads it.
    public static String privateKey(PrivateKey key) {
        return text("PRIVATE KEY", List.of(key.getEncoded()));
    }

    /// As [#privateKey(PrivateKey)].
    public static String privateKey(ConnectionCertificate of) {
        return text("PRIVATE KEY", List.of(of.privateKeyDer()));
    }

    /// The own certificate first.
    public static String chain(ConnectionCertificate of) {
        return text("CERTIFICATE", of.chainDer());
    }

    /// What the peer's certificate must come from.
    public static String authorities(ConnectionCertificate of) {
        return text("CERTIFICATE", of.authoritiesDer());
    }

    private static String text(String type, List<byte[]> objects) {
        StringBuilder text = new StringBuilder();
        try {
            for (byte[] der : objects) {
                text.append(Pem.write(type, der));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
        return text.toString();
    }
}
