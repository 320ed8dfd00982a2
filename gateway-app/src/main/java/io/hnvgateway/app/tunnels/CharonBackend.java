package io.hnvgateway.app.tunnels;

import io.hnvgateway.ipsec.connection.ConnectionFailure;
import io.hnvgateway.ipsec.kernel.KernelBackend;
import io.hnvgateway.ipsec.kernel.KernelEvent;
import io.hnvgateway.ipsec.kernel.KernelSession;
import io.hnvgateway.ipsec.kernel.Parties;
import io.hnvgateway.ipsec.kernel.TrapPolicy;
import io.hnvgateway.ipsec.sa.InboundSa;
import io.hnvgateway.ipsec.sa.Refusal;
import io.hnvgateway.ipsec.sa.RefusedException;
import io.hnvgateway.ipsec.sa.SaDatabase;
import io.hnvgateway.ipsec.sa.SaEvents;
import io.hnvgateway.ipsec.sa.SaId;
import io.hnvgateway.ipsec.sa.SaParameters;
import io.hnvgateway.ipsec.sa.SaUsage;
import io.hnvgateway.ipsec.sa.SecurityAssociation;
import io.hnvgateway.ipsec.sa.Tunnel;
import io.hnvgateway.packet.IpAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What charon's plugin says of SAs → the database; what workers learn of SAs → charon.
///
/// The plugin names an SA by its handle, and an inbound one already while it has nothing but its
/// SPI. Its own lock is taken before the database's; workers take neither.
final class CharonBackend implements KernelBackend, SaEvents {
    private static final Logger LOG = LoggerFactory.getLogger(CharonBackend.class);

    private final Answers answers;
    private final Executor conductor;
    private final Map<Integer, Held> held = new HashMap<>();
    private final Map<SaId, Integer> handles = new HashMap<>();

    /// Connection → why it did not get an SA, until charon says so, which does not know why.
    private final Map<String, Refusal> refusals = new HashMap<>();

    private @Nullable SaDatabase database;
    private @Nullable KernelSession session;

    /// What connections know.
    interface Answers {
        /// A copy, which the caller overwrites; null: there is none.
        byte @Nullable [] psk(String connection);

        /// Whether the connection is in force.
        boolean isConfigured(String connection);

        void failed(String connection, ConnectionFailure failure);

        /// Packets with an SPI belong to a tunnel from now on.
        void inUse(int spi, int tunnel);

        /// Packets with an SPI belong to nobody any more.
        void outOfUse(int spi);

        /// Whether none of charon's SAs is of what a connection was in another process.
        boolean isJudged();

        /// Whether SAs can be handed over.
        void carried(boolean now);
    }

    /// What a handle stands for.
    ///
    /// @param sa null: nothing but an SPI yet
    private record Held(String connection, int spi, @Nullable SaId sa) {}

    /// @param conductor runs what a worker has found out
    CharonBackend(Answers answers, Executor conductor) {
        this.answers = answers;
        this.conductor = conductor;
    }

    /// Where SAs are kept; before the first tunnel.
    synchronized void keepIn(SaDatabase sas) {
        database = sas;
    }

    @Override
    public void inUse(InboundSa sa) {
        answers.inUse(sa.spi, sa.tunnel.index());
    }

    @Override
    public void outOfUse(InboundSa sa) {
        answers.outOfUse(sa.spi);
    }

    private SaDatabase sas() {
        SaDatabase sas = database;
        if (sas == null) {
            throw new IllegalStateException("there is no tunnel");
        }
        return sas;
    }

    synchronized void openTunnel(String connection, int index) {
        sas().openTunnel(connection, index);
    }

    /// Ends its SAs, too; what charon says of them later is of nothing.
    synchronized void closeTunnel(String connection) {
        sas().closeTunnel(connection);
        refusals.remove(connection);
        for (Iterator<Held> each = held.values().iterator(); each.hasNext(); ) {
            Held one = each.next();
            if (one.connection.equals(connection)) {
                each.remove();
                forget(one);
            }
        }
    }

    private void forget(Held one) {
        if (one.sa != null) {
            handles.remove(one.sa);
        }
    }

    @Override
    public boolean isReady() {
        return answers.isJudged();
    }

    @Override
    public synchronized void connected(KernelSession begun) {
        session = begun;
        tellWhetherConnected();
    }

    /// Whether charon's plugin is there.
    synchronized boolean isConnected() {
        return session != null;
    }

    /// Says so to [Answers], in the order of what happens.
    synchronized void tellWhetherConnected() {
        answers.carried(session != null);
    }

    @Override
    public synchronized void disconnected(KernelSession ended) {
        session = null;
        tellWhetherConnected();
        LOG.info("event=security-associations-ended count={}", handles.size());
        List.copyOf(held.values()).forEach(this::end);
        held.clear();
        handles.clear();
    }

    private void end(Held one) {
        if (one.sa == null) {
            sas().releaseSpi(one.spi);
        } else {
            sas().remove(one.sa);
        }
    }

    @Override
    public synchronized int allocateSpi(int handle, String connection) {
        Tunnel tunnel = database == null ? null : database.tunnel(connection);
        int spi = tunnel == null ? 0 : sas().allocateSpi(tunnel);
        if (spi != 0) {
            held.put(handle, new Held(connection, spi, null));
        }
        return spi;
    }

    @Override
    public synchronized boolean addSa(int handle, int ifId, SaParameters parameters) {
        SaId id = SaId.of(parameters);
        try {
            sas().add(parameters);
        } catch (RefusedException told) {
            return false;
        } catch (IllegalArgumentException | IllegalStateException fault) {
            LOG.warn("event=security-association-refused reason=\"{}\"", fault.getMessage());
            parameters.close();
            return false;
        }
        held.put(handle, new Held(parameters.connection(), parameters.spi(), id));
        handles.put(id, handle);
        return true;
    }

    @Override
    public synchronized boolean updateSa(int handle, SaParameters.Endpoints endpoints) {
        SaId id = id(handle);
        return id != null && sas().update(id, endpoints);
    }

    @Override
    public synchronized @Nullable SaUsage usage(int handle) {
        SaId id = id(handle);
        return id == null ? null : sas().usage(id);
    }

    private @Nullable SaId id(int handle) {
        Held one = held.get(handle);
        return one == null ? null : one.sa;
    }

    @Override
    public synchronized void deleteSa(int handle) {
        Held one = held.remove(handle);
        if (one != null) {
            forget(one);
            end(one);
        }
    }

    @Override
    public byte @Nullable [] psk(String connection, Parties parties) {
        return answers.psk(connection);
    }

    /// charon has compared addresses and identities with the connection's, and the plugin whose key
    /// it was.
    @Override
    public boolean authorize(String connection, Parties parties) {
        return answers.isConfigured(connection);
    }

    /// The gateway finds out by itself which tunnel is wanted.
    @Override
    public void trapAdded(TrapPolicy policy) {}

    @Override
    public void trapDeleted(int reqid, int ifId) {}

    /// Before the peer has said who it is, only the log tells of it.
    @Override
    public void event(KernelEvent event) {
        if (!event.connection().isEmpty()) {
            answers.failed(
                    event.connection(), new ConnectionFailure(kind(event.kind()), text(event)));
        }
    }

    private String text(KernelEvent event) {
        Refusal why =
                event.kind() == KernelEvent.Kind.INSTALL ? takeRefusal(event.connection()) : null;
        return why == null ? event.text() : why.text();
    }

    private synchronized @Nullable Refusal takeRefusal(String connection) {
        return refusals.remove(connection);
    }

    private static ConnectionFailure.Kind kind(KernelEvent.Kind kind) {
        return switch (kind) {
            case AUTHENTICATION, CERTIFICATE -> ConnectionFailure.Kind.AUTHENTICATION;
            case IKE_PROPOSALS, CHILD_PROPOSALS -> ConnectionFailure.Kind.PROPOSALS;
            case SELECTORS -> ConnectionFailure.Kind.TRAFFIC_SELECTORS;
            case UNREACHABLE -> ConnectionFailure.Kind.UNREACHABLE;
            case INSTALL, EXPIRED -> ConnectionFailure.Kind.OTHER;
        };
    }

    /// Told at the first and then ever more seldom, however many there are.
    @Override
    public synchronized void refused(Tunnel tunnel, Refusal why) {
        refusals.put(tunnel.connection(), why);
        long count = tunnel.refused();
        if (Long.bitCount(count) == 1) {
            LOG.warn(
                    "event=security-association-refused connection={} count={} reason=\"{}\"",
                    tunnel.connection(),
                    count,
                    why.text());
        }
    }

    @Override
    public void softLimit(SecurityAssociation sa) {
        conductor.execute(() -> tell(sa, (to, handle) -> to.expire(handle, false)));
    }

    @Override
    public void hardLimit(SecurityAssociation sa) {
        conductor.execute(() -> tell(sa, (to, handle) -> to.expire(handle, true)));
    }

    @Override
    public void mappingChanged(InboundSa sa, IpAddress remote, int remotePort) {
        conductor.execute(() -> tell(sa, (to, handle) -> to.mapping(handle, remote, remotePort)));
    }

    private synchronized void tell(SecurityAssociation sa, ObjIntConsumer<KernelSession> what) {
        SaId id = new SaId(sa.tunnel.connection(), sa instanceof InboundSa, sa.spi);
        Integer handle = handles.get(id);
        if (session != null && handle != null) {
            what.accept(session, handle);
        }
    }
}
