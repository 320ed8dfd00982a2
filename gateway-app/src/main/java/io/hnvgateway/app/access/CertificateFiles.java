package io.hnvgateway.app.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/// Keys and certificates in files of PEM (RFC 7468).
final class CertificateFiles {
    private static final int LIMIT_BYTES = 256 << 10;
    private static final int MAX_CERTIFICATES = 32;

    private CertificateFiles() {}

    /// The certificates of a file in their order, one at least.
    static List<X509Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        return certificates(OwnerFile.read(file, LIMIT_BYTES));
    }

    /// As [#certificates(Path)], of the text of a file.
    static List<X509Certificate> certificates(byte[] text) throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (var next : factory.generateCertificates(new ByteArrayInputStream(text))) {
            certificates.add((X509Certificate) next);
        }
        if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
            throw new GeneralSecurityException(
                    "must hold 1..%d certificates in PEM".formatted(MAX_CERTIFICATES));
        }
        return certificates;
    }

    /// @throws IOException also if others than the owner can read the file
    static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        return key(new String(OwnerFile.readSecret(file, LIMIT_BYTES), US_ASCII));
    }

    /// The private key of a text in PEM.
    static PrivateKey key(String text) throws GeneralSecurityException {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                switch (next) {
                    case PrivateKeyInfo pkcs8 -> {
                        return new JcaPEMKeyConverter().getPrivateKey(pkcs8);
                    }
                    case PEMKeyPair pair -> {
                        return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    default -> {
                        // parameters of the curve, or a certificate
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new GeneralSecurityException("holds no private key that can be read");
        }
        throw new GeneralSecurityException("holds no private key without a passphrase in PEM");
    }

    static byte[] pem(List<X509Certificate> chain) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            for (X509Certificate certificate : chain) {
                writer.writeObject(new PemObject("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("a certificate cannot be written", e);
        }
        return text.toString().getBytes(US_ASCII);
    }

    static byte[] pem(PrivateKey key) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject("PRIVATE KEY", key.getEncoded()));
        }
        return text.toString().getBytes(US_ASCII);
    }
}
