package io.hnvgateway.provider.client;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Decides whether a certificate is the gateway's.
///
/// With a fingerprint: it is the certificate itself, whatever its name; or one that it comes from
/// and that is sent with it, and then name and dates count as well. So the fingerprint of the
/// gateway's own authority outlives a renewal. Without one: the authorities that are given, else
/// the JVM's. Any thread.
final class TlsTrust {
    private final @Nullable String fingerprint;
    private final X509ExtendedTrustManager authorities;
    private final SSLContext context;
    private volatile @Nullable X509Certificate presented;

    /// @param authorities of PEM; empty: the JVM's
    TlsTrust(Optional<String> fingerprint, Optional<Path> authorities, KeyManager[] own)
            throws IOException, GeneralSecurityException {
        this.fingerprint = fingerprint.orElse(null);
        this.authorities =
                authorities.isPresent()
                        ? trusting(PemFiles.certificates(authorities.get()))
                        : trusting((KeyStore) null);
        this.context = SSLContext.getInstance("TLSv1.3");
        this.context.init(own, new TrustManager[] {new Decision()}, null);
    }

    SSLContext context() {
        return context;
    }

    /// What was sent last; null: nothing yet.
    @Nullable X509Certificate presented() {
        return presented;
    }

    /// 64 lower-case hexadecimal digits.
    static String fingerprint(X509Certificate certificate) throws CertificateException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(certificate.getEncoded()));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new CertificateException(e); // every JDK has it
        }
    }

    private void check(X509Certificate[] chain, Verification byAuthority)
            throws CertificateException {
        presented = chain[0];
        if (fingerprint == null) {
            check(authorities, byAuthority, chain[0]);
        } else if (!fingerprint.equals(fingerprint(chain[0]))) {
            check(trusting(pinned(chain)), byAuthority, chain[0]);
        }
    }

    private static void check(
            X509ExtendedTrustManager judge, Verification verification, X509Certificate leaf)
            throws CertificateException {
        try {
            verification.by(judge);
        } catch (CertificateException e) {
            throw new UntrustedException(
                    "the certificate "
                            + fingerprint(leaf)
                            + " is not trusted: "
                            + e.getMessage()
                            + "; if it is the gateway's (hnvctl access fingerprint there says so),"
                            + " write Fingerprint into the connection string",
                    e);
        }
    }

    private List<X509Certificate> pinned(X509Certificate[] chain) throws CertificateException {
        for (X509Certificate certificate : chain) {
            if (fingerprint(certificate).equals(fingerprint)) {
                return List.of(certificate);
            }
        }
        throw new UntrustedException(
                "the certificate's fingerprint is "
                        + fingerprint(chain[0])
                        + ", not "
                        + fingerprint
                        + ": another machine answers, or the gateway has a new certificate"
                        + " (hnvctl access fingerprint there says so)");
    }

    private static X509ExtendedTrustManager trusting(List<X509Certificate> anchors)
            throws CertificateException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < anchors.size(); i++) {
                store.setCertificateEntry("anchor" + i, anchors.get(i));
            }
            return trusting(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateException("cannot use the authorities: " + e.getMessage(), e);
        }
    }

    private static X509ExtendedTrustManager trusting(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("no PKIX"); // every JDK has it
    }

    /// A check with the name of the peer, by whichever manager.
    @FunctionalInterface
    private interface Verification {
        void by(X509ExtendedTrustManager judge) throws CertificateException;
    }

    /// What TLS calls.
    private final class Decision extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain, judge -> judge.checkServerTrusted(chain, type, socket));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain, judge -> judge.checkServerTrusted(chain, type, engine));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("the peer's name is not known");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("this is no server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
