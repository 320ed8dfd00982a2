package io.hnvgateway.app.tunnels;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hnvgateway.app.compile.IpSecCompiler;
import io.hnvgateway.app.compile.IpSecTunnel;
import io.hnvgateway.app.compile.IpSecTunnels;
import io.hnvgateway.app.events.GatewayEvent;
import io.hnvgateway.app.events.GatewayEvent.ConnectionChanged;
import io.hnvgateway.app.pipeline.HostDelivery;
import io.hnvgateway.app.pipeline.PipelineSurroundings;
import io.hnvgateway.app.view.TunnelStatuses;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.tunnel.TunnelEvents;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.dataplane.steering.TunnelOwners;
import io.hnvgateway.ipsec.certificate.CertificateFaultException;
import io.hnvgateway.ipsec.certificate.ConnectionCertificate;
import io.hnvgateway.ipsec.cipher.EspCiphers;
import io.hnvgateway.ipsec.connection.ConnectionFailure;
import io.hnvgateway.ipsec.connection.ConnectionListener;
import io.hnvgateway.ipsec.connection.ConnectionSpec;
import io.hnvgateway.ipsec.connection.Connections;
import io.hnvgateway.ipsec.connection.SpecSeal;
import io.hnvgateway.ipsec.kernel.KernelServer;
import io.hnvgateway.ipsec.sa.InboundSa;
import io.hnvgateway.ipsec.sa.SaDatabase;
import io.hnvgateway.ipsec.sa.Tunnel;
import io.hnvgateway.ipsec.stage.SecurityAssociations;
import io.hnvgateway.ipsec.vici.ViciClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway's IPSec connections. Made before the pipelines; [#serve] begins to talk to charon.
public final class SiteToSite implements IpSecTunnels, TunnelStatuses, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SiteToSite.class);

    /// What a rate is taken over.
    private static final int RATE_SECONDS = 5;

    private static final int CERTIFICATE_SECONDS = 3_600;

    /// Until a socket for charon's plugin that could not be made is tried again.
    private static final int SOCKET_SECONDS = 5;

    /// A task for charon waits no longer for an answer.
    private static final Duration END_LIMIT = Duration.ofSeconds(35);

    private final CertificateWatch certificates =
            new CertificateWatch((name, warning) ->
                    LOG.warn("event=certificate-ends name={} reason=\"{}\"", name, warning));

    private final Settings settings;
    private final SpecSeal seal;
    private final Executor conductor;
    private final InterfaceIds interfaceIds = new InterfaceIds();
    private final TunnelTable table = new TunnelTable();
    private final Map<String, Site> sites = new ConcurrentHashMap<>();
    private final PathMtuWatch pathMtu = new PathMtuWatch(table, new InDatabase());
    private final WorkerQueues queues;
    private final CharonBackend backend;

    /// Talks to charon, one task after the other; may wait for it.
    private final ExecutorService toCharon =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("to-charon").factory());

    private final AtomicBoolean applyQueued = new AtomicBoolean();

    /// Connections that packets asked for before [Connections] knew them.
    private final Set<String> early = ConcurrentHashMap.newKeySet();

    /// Networks whose routes are to follow their tunnels; under itself.
    private final Set<RoutingDomainId> rerouted = new HashSet<>();

    /// Of the conductor.
    private long seconds;

    private volatile InboundOwners owners = new InboundOwners(TunnelOwners.NONE);
    private volatile @Nullable SaDatabase database;
    private volatile @Nullable Link link;

    /// Why there is no link although one was wanted; empty: there is, or none was.
    private volatile String unlinked = "";

    private volatile @Nullable Consumer<Set<RoutingDomainId>> routes;
    private volatile Consumer<GatewayEvent> events = _ -> {};
    private final ConnectionWatch watch = new ConnectionWatch(new ForWatch());

    /// @param ikeSocket where charon's plugin finds the gateway
    /// @param viciSocket where the gateway finds charon
    public record Settings(int workers, Path ikeSocket, Path viciSocket) {}

    /// Takes commands to workers' threads.
    @FunctionalInterface
    public interface Workers {
        /// @return false if that worker has no room now
        boolean send(int worker, Runnable command);
    }

    /// A connection in force.
    ///
    /// @param spec null: its certificates cannot serve
    private record Site(IpSecTunnel tunnel, int interfaceId, @Nullable ConnectionSpec spec) {}

    /// What leads to a charon.
    private record Link(ViciClient client, Connections connections, KernelServer server) {}

    /// @param seal tells the next process which of charon's SAs are whose
    /// @param conductor runs what neither a worker nor charon may wait for
    public SiteToSite(Settings settings, SpecSeal seal, Executor conductor) {
        this.settings = settings;
        this.seal = seal;
        this.conductor = conductor;
        queues = new WorkerQueues(settings.workers);
        backend = new CharonBackend(new FromConnections(), conductor);
    }

    /// What pipelines have of tunnels.
    ///
    /// @param host gets the host's fragments that came to a VPN address
    public PipelineSurroundings.Tunnels surroundings(HostDelivery host) {
        TunnelEvents events = index -> conductor.execute(() -> demanded(index));
        return new PipelineSurroundings.Tunnels(table, new InDatabase(), events, host);
    }

    @Override
    public void update(Set<String> ended, List<IpSecTunnel> present) {
        boolean changed = false;
        for (String name : ended) {
            if (sites.remove(name) != null) {
                backend.closeTunnel(name);
                interfaceIds.release(name);
                changed = true;
            }
        }
        for (IpSecTunnel tunnel : present) {
            Site site = site(tunnel, interfaceIds.of(tunnel.name()));
            Site before = sites.put(tunnel.name(), site);
            if (before == null) {
                open();
                backend.openTunnel(tunnel.name(), tunnel.index());
            }
            changed |= before == null || !Objects.equals(before.spec, site.spec);
        }
        if (changed) {
            apply();
            conductor.execute(this::lookAtCertificates);
        }
    }

    private Site site(IpSecTunnel tunnel, int interfaceId) {
        try {
            ConnectionSpec spec = IpSecCompiler.compile(tunnel, interfaceId, Instant.now());
            return new Site(tunnel, interfaceId, spec);
        } catch (CertificateFaultException fault) {
            LOG.error(
                    "event=connection-refused name={} reason=\"{}\"",
                    tunnel.name(),
                    fault.getMessage());
            tunnel.state().refuse(String.valueOf(fault.getMessage()));
            return new Site(tunnel, interfaceId, null);
        }
    }

    /// Under the compiler's lock.
    private void open() {
        if (database == null) {
            EspCiphers ciphers = EspCiphers.best(settings.workers);
            SaDatabase made = new SaDatabase(settings.workers, ciphers, queues, backend);
            backend.keepIn(made);
            database = made;
        }
    }

    /// Has the data path know whose the packets of tunnels are; before the first security
    /// association.
    public void tellOwners(TunnelOwners to) {
        InboundOwners made = new InboundOwners(to);
        table.onChange(made::tunnels);
        owners = made;
    }

    /// Begins; the workers run.
    ///
    /// @param changed is told of networks whose tunnels went up or down and take routes with them;
    ///   on the conductor
    /// @param workers takes commands to them
    /// @param told of what becomes of connections; on the conductor
    public void serve(
            Consumer<Set<RoutingDomainId>> changed, Workers workers, Consumer<GatewayEvent> told) {
        events = told;
        queues.begin(workers);
        pathMtu.start();
        routes = changed;
        if (!sites.isEmpty() || Files.exists(settings.viciSocket)) {
            apply();
        }
    }

    /// To be called each second, by the conductor.
    public void eachSecond() {
        queues.again();
        Link to = link;
        if (to != null) {
            to.connections.eachSecond();
            watch.look(to.connections.statuses());
        }
        long second = seconds++;
        if (second % RATE_SECONDS == 0) {
            long nowNs = System.nanoTime();
            table.all().forEach(tunnel -> tunnel.state().sampleRates(nowNs));
            pathMtu.age(nowNs);
        }
        if (second % SOCKET_SECONDS == 0 && !unlinked.isEmpty()) {
            apply();
        }
        if (second % CERTIFICATE_SECONDS == 0) {
            judgeAgain();
            lookAtCertificates();
        }
    }

    /// The time of a certificate that could not serve may have begun.
    private void judgeAgain() {
        boolean changed = false;
        for (Site refused : List.copyOf(sites.values())) {
            if (refused.spec == null) {
                Site site = site(refused.tunnel, refused.interfaceId);
                if (site.spec != null && sites.replace(site.tunnel.name(), refused, site)) {
                    site.tunnel.state().permit();
                    changed = true;
                }
            }
        }
        if (changed) {
            apply();
        }
    }

    private void lookAtCertificates() {
        Map<String, ConnectionCertificate> held = new HashMap<>();
        sites.forEach((name, site) -> {
            if (site.spec != null
                    && site.spec.credential() instanceof ConnectionSpec.Certified(var it)) {
                held.put(name, it);
            }
        });
        certificates.look(held, Instant.now());
    }

    /// Takes the connections in force to charon, soon.
    private void apply() {
        if (routes != null && applyQueued.compareAndSet(false, true)) {
            try {
                toCharon.execute(this::applyNow);
            } catch (RejectedExecutionException e) {
                LOG.debug("event=connections-after-end");
            }
        }
    }

    private void applyNow() {
        applyQueued.set(false);
        Link to = link == null ? connect() : link;
        if (to != null) {
            to.connections.apply(
                    sites.values().stream()
                            .map(Site::spec)
                            .filter(Objects::nonNull)
                            .map(Objects::requireNonNull)
                            .toList());
            Set<String> asked = Set.copyOf(early);
            early.removeAll(asked);
            asked.forEach(to.connections::demand);
        }
    }

    private @Nullable Link connect() {
        if (unlinked.isEmpty() && !Files.exists(settings.viciSocket)) {
            LOG.warn(
                    "event=connections-wait-for-charon connections={} vici-socket={} ike-socket={}",
                    sites.size(),
                    settings.viciSocket,
                    settings.ikeSocket);
        }
        try {
            Path socket = settings.ikeSocket.toAbsolutePath();
            makeDirectory(socket.getParent());
            KernelServer server = KernelServer.start(socket, backend);
            ViciClient client = new ViciClient(settings.viciSocket);
            Link made = new Link(client, new Connections(client, seal, listener()), server);
            link = made;
            unlinked = "";
            backend.tellWhetherConnected();
            return made;
        } catch (IOException e) {
            String reason = String.valueOf(e);
            if (!reason.equals(unlinked)) {
                LOG.error("event=ike-socket-failed reason=\"{}\"", reason);
                unlinked = reason;
            }
            return null;
        }
    }

    private static void makeDirectory(@Nullable Path directory) throws IOException {
        if (directory != null && !Files.exists(directory)) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
    }

    private ConnectionListener listener() {
        return (name, up) -> {
            Site site = sites.get(name);
            if (site != null) {
                changed(site.tunnel, up);
            }
        };
    }

    private void changed(IpSecTunnel tunnel, boolean up) {
        tunnel.state().up(up);
        if (tunnel.connection().withdrawsRoutesWhileDown()) {
            boolean first;
            synchronized (rerouted) {
                first = rerouted.isEmpty();
                rerouted.add(tunnel.rdid());
            }
            if (first) {
                conductor.execute(this::reroute);
            }
        }
    }

    private void reroute() {
        Set<RoutingDomainId> networks;
        synchronized (rerouted) {
            networks = Set.copyOf(rerouted);
            rerouted.clear();
        }
        Consumer<Set<RoutingDomainId>> to = routes;
        if (to != null) {
            to.accept(networks);
        }
    }

    /// On the conductor.
    private void demanded(int index) {
        var tunnel = table.get(index);
        if (tunnel != null) {
            demand(IpSecTunnel.name(tunnel.tenant().rdid(), tunnel.tenant().connection()));
        }
    }

    private void demand(String name) {
        Link to = link;
        if (to == null || !to.connections.demand(name)) {
            early.add(name);
        }
    }

    @Override
    public @Nullable TunnelStatus of(int tunnel) {
        var known = table.get(tunnel);
        Link to = link;
        SaDatabase sas = database;
        if (known == null || to == null || sas == null) {
            return null;
        }
        String name = IpSecTunnel.name(known.tenant().rdid(), known.tenant().connection());
        return to.connections
                .status(name)
                .map(status -> new TunnelStatus(status, sas.associations(name)))
                .orElse(null);
    }

    /// The workers have ended. charon keeps its connections and tunnels for the gateway that
    /// follows.
    @Override
    public void close() {
        queues.end();
        pathMtu.close();
        toCharon.shutdownNow();
        awaitTasks();
        Link open = link;
        if (open != null) {
            open.connections.close();
            open.client.close();
            open.server.close();
        }
        SaDatabase sas = database;
        if (sas != null) {
            sas.close();
        }
    }

    /// The one under way may just be making the link that is to be closed.
    private void awaitTasks() {
        try {
            if (!toCharon.awaitTermination(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("event=connections-still-under-way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What charon's plugin asks.
    private final class FromConnections implements CharonBackend.Answers {
        @Override
        public byte @Nullable [] psk(String connection) {
            Site site = sites.get(connection);
            return site != null
                            && site.spec != null
                            && site.spec.credential() instanceof ConnectionSpec.Psk(var secret)
                    ? secret.getBytes(UTF_8)
                    : null;
        }

        @Override
        public boolean isConfigured(String connection) {
            Site site = sites.get(connection);
            return site != null && site.spec != null;
        }

        @Override
        public void failed(String connection, ConnectionFailure failure) {
            Link to = link;
            if (to != null) {
                to.connections.failed(connection, failure);
            }
        }

        @Override
        public void inUse(int spi, int tunnel) {
            var of = table.get(tunnel);
            if (of != null) {
                owners.esp(spi, of.tenant().compartment());
            }
        }

        @Override
        public void outOfUse(int spi) {
            owners.esp(spi, 0);
        }

        @Override
        public boolean isJudged() {
            Link to = link;
            return to != null && to.connections.isJudged();
        }

        @Override
        public void carried(boolean now) {
            Link to = link;
            if (to != null) {
                to.connections.carried(now);
            }
        }
    }

    /// On the conductor.
    private final class ForWatch implements ConnectionWatch.Surroundings {
        @Override
        public @Nullable IpSecTunnel tunnel(String name) {
            Site site = sites.get(name);
            return site == null ? null : site.tunnel;
        }

        @Override
        public boolean hasKeys(String name) {
            SaDatabase sas = database;
            Tunnel tunnel = sas == null ? null : sas.tunnel(name);
            return tunnel == null || tunnel.isUp() || !backend.isConnected();
        }

        @Override
        public void reestablish(String name, ConnectionFailure why) {
            Link to = link;
            if (to != null) {
                to.connections.reestablish(name, why);
            }
        }

        @Override
        public void tell(ConnectionChanged event) {
            events.accept(event);
        }
    }

    /// For workers; there may be no database yet.
    private final class InDatabase implements SecurityAssociations {
        @Override
        public @Nullable InboundSa inbound(int spi) {
            SaDatabase sas = database;
            return sas == null ? null : sas.find(spi);
        }

        @Override
        public @Nullable Tunnel tunnel(int index) {
            SaDatabase sas = database;
            return sas == null ? null : sas.tunnel(index);
        }
    }
}
