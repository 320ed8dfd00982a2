package io.hnvgateway.app.access;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What TLS needs to know at the endpoint: whose certificate is shown, and whose clients'
/// certificates are looked at. Both may change between two handshakes. For any threads, but for
/// [#refresh].
public final class EndpointTls {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointTls.class);

    private final ServerCertificate server;
    private final @Nullable Path clientAuthorities;
    private final Keys keys;
    private final Clients clients;

    /// @param clientAuthorities file of further ones; null: none
    EndpointTls(ServerCertificate server, Authority authority, @Nullable Path clientAuthorities)
            throws IOException, GeneralSecurityException {
        this.server = server;
        this.clientAuthorities = clientAuthorities;
        this.keys = new Keys(server);
        this.clients = new Clients(authority, clientAuthorities);
        clients.read();
    }

    public X509ExtendedKeyManager keys() {
        return keys;
    }

    public X509ExtendedTrustManager clients() {
        return clients;
    }

    public ServerCertificate server() {
        return server;
    }

    /// Renews and reads again what is due.
    public void refresh() {
        server.refresh();
        try {
            clients.read();
        } catch (IOException | GeneralSecurityException e) {
            LOG.error(
                    "event=client-authorities-not-read file={} reason=\"{}\"",
                    clientAuthorities,
                    e.getMessage());
        }
    }

    /// Shows the certificate that is current. An alias is a fingerprint: a handshake that began
    /// before a renewal ends with what it began with.
    private static final class Keys extends X509ExtendedKeyManager {
        private final ServerCertificate server;
        private volatile KeyAndChain last;
        private volatile KeyAndChain before;

        private Keys(ServerCertificate server) {
            this.server = server;
            last = server.current();
            before = last;
        }

        private synchronized KeyAndChain take() {
            KeyAndChain current = server.current();
            if (!current.equals(last)) {
                before = last;
                last = current;
            }
            return current;
        }

        private @Nullable KeyAndChain of(@Nullable String alias) {
            KeyAndChain newest = last;
            KeyAndChain older = before;
            return newest.fingerprint().equals(alias)
                    ? newest
                    : older.fingerprint().equals(alias) ? older : null;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
            KeyAndChain current = take();
            return current.key().getAlgorithm().equals(keyType) ? current.fingerprint() : null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, Socket socket) {
            KeyAndChain current = take();
            return current.key().getAlgorithm().equals(keyType) ? current.fingerprint() : null;
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            KeyAndChain found = of(alias);
            return found == null ? null : found.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            KeyAndChain found = of(alias);
            return found == null ? null : found.key();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {take().fingerprint()};
        }

        @Override
        public String @Nullable [] getClientAliases(
                String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyType, Principal @Nullable [] issuers, Socket socket) {
            return null;
        }
    }

    /// Looks at clients' certificates by PKIX. Who such a client is, [Access] says.
    private static final class Clients extends X509ExtendedTrustManager {
        private final Authority authority;
        private final @Nullable Path clientAuthorities;
        private volatile List<X509Certificate> authorities = List.of();
        private volatile @Nullable X509TrustManager judge;

        private Clients(Authority authority, @Nullable Path clientAuthorities) {
            this.authority = authority;
            this.clientAuthorities = clientAuthorities;
        }

        private void read() throws IOException, GeneralSecurityException {
            List<X509Certificate> all = new ArrayList<>(List.of(authority.certificate()));
            if (clientAuthorities != null) {
                all.addAll(CertificateFiles.certificates(clientAuthorities));
            }
            if (all.equals(authorities)) {
                return;
            }
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            for (int i = 0; i < all.size(); i++) {
                anchors.setCertificateEntry("authority-" + i, all.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(anchors);
            judge = (X509TrustManager) factory.getTrustManagers()[0];
            authorities = List.copyOf(all);
        }

        private void judge(X509Certificate[] chain, String authType) throws CertificateException {
            X509TrustManager current = judge;
            if (current == null) {
                throw new CertificateException("no authority is known");
            }
            current.checkClientTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            judge(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            judge(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            judge(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            throw new CertificateException("this is a server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return authorities.toArray(X509Certificate[]::new);
        }
    }
}
