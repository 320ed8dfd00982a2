package io.hnvgateway.ipsec.connection;

import io.hnvgateway.ipsec.certificate.ConnectionCertificate;
import io.hnvgateway.ipsec.connection.ConnectionFailure.Kind;
import io.hnvgateway.ipsec.vici.Charon;
import io.hnvgateway.ipsec.vici.ViciException;
import io.hnvgateway.ipsec.vici.ViciRefusedException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives a connection with its certificate and private key to charon, and takes it back. Used by
/// one thread at a time.
final class ConnectionPush {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPush.class);

    private final Charon charon;
    private final ConnectionAlerts refused;

    /// charon's id of a private key by the connection that it was loaded for.
    private final Map<String, String> keys = new HashMap<>();

    /// Connections whose SAs charon has not confirmed to have ended: what another connection has
    /// set up under such a name, with another peer or key, is none of the one that has the name
    /// now.
    private final Set<String> unended = new LinkedHashSet<>();

    /// What became of a connection that was given to charon.
    enum Outcome {
        LOADED,
        /// Told to [ConnectionAlerts]; the others are as they are.
        REFUSED,
        /// charon does not answer: it gets everything when it is back.
        AWAY
    }

    /// @param refused is told why charon does not take a connection
    ConnectionPush(Charon charon, ConnectionAlerts refused) {
        this.charon = charon;
        this.refused = refused;
    }

    Outcome load(ConnectionSpec spec) {
        try {
            give(spec);
            return Outcome.LOADED;
        } catch (ViciRefusedException e) {
            LOG.error(
                    "event=connection-refused name={} reason=\"{}\"", spec.name(), e.getMessage());
            refused.failed(
                    spec.name(),
                    new ConnectionFailure(Kind.CONFIGURATION, "charon: " + e.getMessage()));
            return Outcome.REFUSED;
        } catch (ViciException e) {
            LOG.warn(
                    "event=connection-not-loaded name={} reason=\"{}\"",
                    spec.name(),
                    e.getMessage());
            return Outcome.AWAY;
        }
    }

    private void give(ConnectionSpec spec) throws ViciException {
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

    /// Its SAs are to end, now by [#end] or when charon is back by [#endRest].
    void willEnd(ConnectionSpec spec) {
        unended.add(spec.name());
    }

    /// Ends what could not be ended before.
    ///
    /// @return names of the connections: SAs of theirs that were there before are no longer good
    Set<String> endRest() throws ViciException {
        Set<String> names = Set.copyOf(unended);
        for (String name : names) {
            try {
                charon.end(name);
                unended.remove(name);
            } catch (ViciRefusedException e) {
                LOG.warn("event=connection-not-ended name={} reason=\"{}\"", name, e.getMessage());
            }
        }
        return names;
    }

    /// Takes it back and ends its SAs.
    ///
    /// @return false when charon does not answer
    boolean end(ConnectionSpec spec) {
        try {
            unload(spec);
            charon.end(spec.name());
            unended.remove(spec.name());
            return true;
        } catch (ViciException e) {
            LOG.warn(
                    "event=connection-not-ended name={} reason=\"{}\"",
                    spec.name(),
                    e.getMessage());
            return e instanceof ViciRefusedException;
        }
    }

    private void unload(ConnectionSpec spec) throws ViciException {
        try {
            charon.unloadConnection(spec.name());
        } catch (ViciRefusedException e) {
            LOG.debug("event=connection-not-loaded reason=\"{}\"", e.getMessage());
        }
        String key = keys.remove(spec.name());
        if (key != null && !keys.containsValue(key)) {
            try {
                charon.unloadKey(key);
            } catch (ViciRefusedException e) {
                LOG.debug("event=key-not-loaded reason=\"{}\"", e.getMessage());
            }
        }
    }
}
