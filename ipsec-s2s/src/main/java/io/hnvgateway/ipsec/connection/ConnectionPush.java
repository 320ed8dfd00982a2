package io.hnvgateway.ipsec.connection;

import io.hnvgateway.ipsec.certificate.ConnectionCertificate;
import io.hnvgateway.ipsec.vici.Charon;
import io.hnvgateway.ipsec.vici.ViciException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives a connection with its certificate and private key to charon, and takes it back. Used by
/// one thread at a time.
final class ConnectionPush {
    private final Charon charon;

    /// charon's id of a private key by the connection that it was loaded for.
    private final Map<String, String> keys = new HashMap<>();

    ConnectionPush(Charon charon) {
        this.charon = charon;
    }

    void load(ConnectionSpec spec) throws ViciException {
        if (spec.credential() instanceof ConnectionSpec.Certified(var certificate)) {
            load(spec.name(), certificate);
        }
        charon.loadConnection(spec.name(), LoadConn.of(spec));
    }

    /// Certificates between the own one and its root are only sent along; who is trusted stands in
    /// the connection.
    private void load(String name, ConnectionCertificate certificate) throws ViciException {
        keys.put(name, charon.loadKey(certificate.privateKeyDer()));
        List<byte[]> chain = certificate.chainDer();
        for (byte[] intermediate : chain.subList(1, chain.size())) {
            charon.loadCertificate(Charon.CertificateUse.NONE, intermediate);
        }
    }

    void unload(ConnectionSpec spec) throws ViciException {
        charon.unloadConnection(spec.name());
        String key = keys.remove(spec.name());
        if (key != null && !keys.containsValue(key)) {
            charon.unloadKey(key);
        }
    }
}
