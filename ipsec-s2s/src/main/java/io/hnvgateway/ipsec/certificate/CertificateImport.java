package io.hnvgateway.ipsec.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.util.io.pem.PemObject;

/// Reads keys and certificates and checks that they fit: the key is that of the certificate, each
/// certificate is signed by the next one, all are within their time, authorities are authorities
/// (RFC 5280 §6).
public final class CertificateImport {
    /// An operator hears of a certificate that ends within this.
    public static final Duration WARNING = Duration.ofDays(30);

    private CertificateImport() {}

    /// @param privateKey PKCS#8 in PEM, without a passphrase
    /// @param chain the own certificate first, PEM
    /// @param authorities what the peer's must come from, PEM
    public static ConnectionCertificate pem(
            String privateKey, String chain, String authorities, Instant now)
            throws CertificateFaultException {
        byte[] key = null;
        for (PemObject object : Pem.read(privateKey)) {
            if (object.getType().equals("PRIVATE KEY")) {
                key = object.getContent();
            }
        }
        if (key == null) {
            throw new CertificateFaultException(
                    "there is no PRIVATE KEY in PKCS#8: convert it with openssl pkcs8 -topk8 -nocrypt");
        }
        return checked(key, certificates(chain), certificates(authorities), now);
    }

    /// @param store PKCS#12 with one private key and its chain
    /// @param authorities what the peer's must come from, PEM
    public static ConnectionCertificate pkcs12(
            byte[] store, char[] passphrase, String authorities, Instant now)
            throws CertificateFaultException {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(new ByteArrayInputStream(store), passphrase);
            for (String alias : Collections.list(keys.aliases())) {
                if (keys.getKey(alias, passphrase) instanceof PrivateKey key) {
                    List<X509Certificate> chain = new ArrayList<>();
                    for (Certificate certificate : keys.getCertificateChain(alias)) {
                        chain.add((X509Certificate) certificate);
                    }
                    return checked(key.getEncoded(), chain, certificates(authorities), now);
                }
            }
            throw new CertificateFaultException("there is no private key in the PKCS#12 file");
        } catch (IOException | GeneralSecurityException e) {
            throw new CertificateFaultException(
                    "the PKCS#12 file cannot be opened: wrong passphrase, or damaged");
        }
    }

    private static List<X509Certificate> certificates(String pem) throws CertificateFaultException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemObject object : Pem.read(pem)) {
            if (object.getType().equals("CERTIFICATE")) {
                certificates.add(certificate(object.getContent()));
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateFaultException("there is no CERTIFICATE in the text");
        }
        return certificates;
    }

    private static X509Certificate certificate(byte[] der) throws CertificateFaultException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new CertificateFaultException("a certificate cannot be read");
        }
    }

    private static ConnectionCertificate checked(
            byte[] key, List<X509Certificate> chain, List<X509Certificate> authorities, Instant now)
            throws CertificateFaultException {
        X509Certificate own = chain.getFirst();
        KeyKind kind = KeyKind.of(own.getPublicKey());
        checkKey(key, own.getPublicKey(), kind);
        for (X509Certificate certificate : chain) {
            checkTime(certificate, now);
        }
        for (X509Certificate authority : authorities) {
            checkTime(authority, now);
            checkAuthority(authority);
        }
        if (chain.size() > 1) {
            checkPath(chain, now);
        }
        return new ConnectionCertificate(key, encoded(chain), encoded(authorities));
    }

    /// What the one signs, the other verifies.
    private static void checkKey(byte[] pkcs8, PublicKey publicKey, KeyKind kind)
            throws CertificateFaultException {
        try {
            PrivateKey key =
                    KeyFactory.getInstance(publicKey.getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            byte[] text = {1, 2, 3};
            Signature signature = Signature.getInstance(kind.signature());
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(text);
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            // Then it is no such key.
        }
        throw new CertificateFaultException("the private key is not that of the first certificate");
    }

    private static void checkTime(X509Certificate certificate, Instant now)
            throws CertificateFaultException {
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = end(certificate);
        if (now.isBefore(begin)) {
            throw new CertificateFaultException(name(certificate) + " begins on " + begin);
        }
        if (now.isAfter(end)) {
            throw new CertificateFaultException(name(certificate) + " ended on " + end);
        }
    }

    private static void checkAuthority(X509Certificate authority) throws CertificateFaultException {
        if (authority.getBasicConstraints() < 0) {
            throw new CertificateFaultException(
                    name(authority) + " is trusted, but is not a certificate of an authority");
        }
    }

    /// The last of the chain is taken for its root: whether the peer trusts it is the peer's
    /// matter.
    private static void checkPath(List<X509Certificate> chain, Instant now)
            throws CertificateFaultException {
        try {
            PKIXParameters parameters =
                    new PKIXParameters(Set.of(new TrustAnchor(chain.getLast(), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertPath(chain.subList(0, chain.size() - 1)),
                            parameters);
        } catch (CertPathValidatorException e) {
            int index = Math.max(0, e.getIndex());
            throw new CertificateFaultException(
                    name(chain.get(index)) + " does not come from the next one: " + e.getReason());
        } catch (GeneralSecurityException e) {
            throw new CertificateFaultException("the chain cannot be checked", e);
        }
    }

    private static List<byte[]> encoded(List<X509Certificate> certificates)
            throws CertificateFaultException {
        List<byte[]> encoded = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            try {
                encoded.add(certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new CertificateFaultException("a certificate cannot be written", e);
            }
        }
        return encoded;
    }

    private static String name(X509Certificate certificate) {
        return "the certificate of " + certificate.getSubjectX500Principal();
    }

    /// What an operator must hear about the time of the certificates, soonest end first.
    ///
    /// @return empty if all last longer than [#WARNING]
    public static Optional<String> warning(ConnectionCertificate of, Instant now) {
        X509Certificate first = null;
        for (byte[] der :
                Stream.concat(of.chainDer().stream(), of.authoritiesDer().stream()).toList()) {
            X509Certificate next;
            try {
                next = certificate(der);
            } catch (CertificateFaultException e) {
                return Optional.of("a certificate cannot be read");
            }
            if (first == null || end(next).isBefore(end(first))) {
                first = next;
            }
        }
        return first == null ? Optional.empty() : warning(first, now);
    }

    private static Optional<String> warning(X509Certificate certificate, Instant now) {
        Instant end = end(certificate);
        if (now.plus(WARNING).isBefore(end)) {
            return Optional.empty();
        }
        return Optional.of(
                now.isAfter(end)
                        ? name(certificate) + " ended on " + end
                        : name(certificate)
                                + " ends on "
                                + end
                                + ", in "
                                + Duration.between(now, end).toDays()
                                + " days");
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }
}
