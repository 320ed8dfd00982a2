package io.hnvgateway.ipsec.connection;

import io.hnvgateway.ipsec.certificate.ConnectionCertificate;
import io.hnvgateway.ipsec.connection.ConnectionFailure.Kind;
import io.hnvgateway.ipsec.vici.Charon;
import io.hnvgateway.ipsec.vici.IkeSa;
import io.hnvgateway.ipsec.vici.ViciException;
import io.hnvgateway.ipsec.vici.ViciRefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    /// Connections with SAs that charon has refused to end.
    private final Set<String> unended = ConcurrentHashMap.newKeySet();

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

    Outcome load(Managed connection) {
        ConnectionSpec spec = connection.spec;
        try {
            give(spec, connection.childName);
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

    private void give(ConnectionSpec spec, String childName) throws ViciException {
        if (spec.credential() instanceof ConnectionSpec.Certified(var certificate)) {
            load(spec.name(), certificate);
        }
        charon.loadConnection(spec.name(), LoadConn.of(spec, childName));
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

    /// Has charon forget what is none of the present connections as they are now. To be called
    /// before any is loaded: charon gives a connection's new CHILD_SA configurations to the IKE_SAs
    /// that it already has of it, unless the IKE parts differ.
    ///
    /// @return IKE_SAs that serve present connections
    List<IkeSa> endOthers(Collection<Managed> present) throws ViciException {
        Map<String, Managed> byName =
                present.stream().collect(Collectors.toMap(one -> one.spec.name(), one -> one));
        for (String name : charon.connectionNames()) {
            if (!byName.containsKey(name)) {
                charon.unloadConnection(name);
            }
        }
        List<IkeSa> all = new ArrayList<>();
        charon.forEachSa(all::add);
        unended.clear();
        List<IkeSa> own = new ArrayList<>();
        for (IkeSa sa : all) {
            Managed connection = byName.get(sa.name());
            if (connection != null && connection.owns(sa)) {
                own.add(sa);
            } else if (sa.mayHaveChildren() || !sa.children().isEmpty()) {
                end(sa);
            }
        }
        return own;
    }

    private void end(IkeSa sa) throws ViciException {
        LOG.info("event=ike-sa-not-adopted name={} id={}", sa.name(), sa.uniqueId());
        try {
            charon.endIke(sa.uniqueId());
        } catch (ViciRefusedException e) {
            notEnded(sa.name(), e);
        }
    }

    private void notEnded(String name, ViciException e) {
        LOG.warn("event=connection-not-ended name={} reason=\"{}\"", name, e.getMessage());
        if (e instanceof ViciRefusedException) {
            unended.add(name);
        }
    }

    /// Whether [#endAgain] has something to do; for any thread.
    boolean hasUnended() {
        return !unended.isEmpty();
    }

    /// Tries again to end what charon has refused to.
    ///
    /// @param present gives the connection that has a name now
    void endAgain(Function<String, Optional<Managed>> present) throws ViciException {
        for (String name : Set.copyOf(unended)) {
            try {
                for (IkeSa sa : charon.sas(name)) {
                    if (present.apply(name).map(now -> now.isOutdated(sa)).orElse(true)) {
                        charon.endIke(sa.uniqueId());
                    }
                }
                unended.remove(name);
            } catch (ViciRefusedException e) {
                LOG.debug("event=connection-not-ended name={} reason=\"{}\"", name, e.getMessage());
            }
        }
    }

    /// Takes it back and ends its SAs.
    ///
    /// @return false when charon does not answer
    boolean end(ConnectionSpec spec) {
        try {
            unload(spec);
            charon.end(spec.name());
            return true;
        } catch (ViciException e) {
            notEnded(spec.name(), e);
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
