package io.hnvgateway.app.bgp;

import io.hnvgateway.app.compile.BgpNetwork;
import io.hnvgateway.app.compile.BgpNetworks;
import io.hnvgateway.app.compile.LearnedRoutes;
import io.hnvgateway.app.desired.TenantBgp;
import io.hnvgateway.app.events.GatewayEvent;
import io.hnvgateway.bgp.rib.PeerChange;
import io.hnvgateway.bgp.rib.PeerView;
import io.hnvgateway.bgp.rib.RibChanges;
import io.hnvgateway.bgp.rib.RibEvent;
import io.hnvgateway.bgp.rib.RouteView;
import io.hnvgateway.bgp.route.Announcement;
import io.hnvgateway.bgp.route.BgpRoute;
import io.hnvgateway.bgp.speaker.Cease;
import io.hnvgateway.bgp.speaker.PeerSpec;
import io.hnvgateway.bgp.speaker.Speaker;
import io.hnvgateway.bgp.speaker.SpeakerListener;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.punt.BfdStatus;
import io.hnvgateway.compartments.punt.PuntPeer;
import io.hnvgateway.packet.flow.NanoClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The BGP of all networks; see the package.
public final class TenantRouting implements BgpNetworks, AutoCloseable {
    /// A second change of a network waits until so long after the first.
    static final long REST_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /// Of the time that a network's changes took, it is left alone as often.
    static final int SHARE = 9;

    /// For each prefix that a network's peers were told it is left alone so long: the shard, which
    /// others share, needs 20 µs for it.
    static final long NS_OF_PREFIX = TimeUnit.MICROSECONDS.toNanos(50);

    /// How long routes of a process before, or of a speaker that is away, stay without a word of
    /// their peers.
    static final int STALE_SECONDS = 120;

    private static final int SAVE_SECONDS = 2;

    private final NanoClock clock;
    private final long seed;
    private final LearnedFiles files;
    private final Turns turns;

    /// Does what waits for a disk.
    private final Turns filing;

    private final AtomicBoolean saves = new AtomicBoolean();
    private final Map<RoutingDomainId, LearnedRoutes> learned = new ConcurrentHashMap<>();

    /// Written by the thread `bgp` alone.
    private final Map<RoutingDomainId, RouterOfNetwork> routers = new ConcurrentHashMap<>();

    private final Map<RoutingDomainId, LearnedFiles.Kept> kept = new HashMap<>();
    private final PeerEvents events;

    /// Null until the first, which the speaker is told even if it has no peer.
    private @Nullable List<PeerSpec> applied;

    private @Nullable Speaker speaker;
    private Consumer<Set<RoutingDomainId>> changed = _ -> {};
    private boolean serves;
    private long seconds;

    /// @param seed of the RIBs' tables, not to be guessed
    public TenantRouting(NanoClock clock, long seed, LearnedFiles files) {
        this(clock, seed, files, new BgpThread("bgp"), new BgpThread("bgp-files"));
    }

    TenantRouting(NanoClock clock, long seed, LearnedFiles files, Turns turns, Turns filing) {
        this.clock = clock;
        this.seed = seed;
        this.files = files;
        this.turns = turns;
        this.filing = filing;
        events = new PeerEvents();
        files.read()
                .forEach((rdid, found) -> {
                    kept.put(rdid, found);
                    learned.put(rdid, found.learned());
                });
    }

    /// What the speaker tells; before [#serve].
    public SpeakerListener listener() {
        return new SpeakerEvents(this, clock);
    }

    /// Begins to tell the speaker and to change routes.
    ///
    /// @param routesChanged is told of networks that have learned others; on the thread `bgp`
    public void serve(
            Speaker to, Consumer<Set<RoutingDomainId>> routesChanged, Consumer<GatewayEvent> told) {
        turns.execute(() -> {
            speaker = to;
            serves = true;
            changed = routesChanged;
            events.tell(told);
            applyPeers();
            routers.values().forEach(this::pending);
        });
    }

    @Override
    public LearnedRoutes learned(RoutingDomainId rdid) {
        return learned.getOrDefault(rdid, LearnedRoutes.NONE);
    }

    @Override
    public void update(Set<RoutingDomainId> ended, List<BgpNetwork> present) {
        turns.execute(() -> {
            ended.forEach(this::end);
            present.forEach(this::configure);
            applyPeers();
        });
    }

    private void end(RoutingDomainId rdid) {
        routers.remove(rdid);
        learned.remove(rdid);
        kept.remove(rdid);
        filing.execute(() -> files.remove(rdid));
    }

    private void configure(BgpNetwork network) {
        RouterOfNetwork known = routers.get(network.rdid());
        if (known != null) {
            known.configure(network);
            return;
        }
        RouterOfNetwork made = new RouterOfNetwork(network, clock, seed, this::pending);
        made.configure(network);
        LearnedFiles.Kept before = kept.remove(network.rdid());
        if (before != null) {
            made.rib().restore(before.said(), STALE_SECONDS);
        }
        routers.put(network.rdid(), made);
        pending(made);
    }

    private void applyPeers() {
        List<PeerSpec> wanted = new ArrayList<>();
        routers.values().forEach(router -> wanted.addAll(router.specs()));
        Speaker to = speaker;
        if (to != null && !wanted.equals(applied)) {
            applied = wanted;
            to.apply(wanted);
        }
    }

    /// From any thread.
    private void pending(RouterOfNetwork router) {
        turns.execute(() -> {
            long delayNs = serves ? router.schedule() : -1; // #serve asks for all
            if (delayNs >= 0) {
                turns.later(delayNs, () -> take(router));
            }
        });
    }

    private void take(RouterOfNetwork router) {
        RoutingDomainId rdid = router.network().rdid();
        if (routers.get(rdid) != router) {
            return;
        }
        long beginNs = clock.nanoTime();
        RibChanges changes = router.take();
        if (!changes.best().isEmpty() || changes.pins().isPresent()) {
            LearnedRoutes now = router.learned();
            if (!now.equals(learned(rdid))) {
                learned.put(rdid, now);
                changed.accept(Set.of(rdid));
            }
        }
        changes.peers().forEach((peer, change) -> tell(router.id(peer), change));
        changes.events().forEach(event -> handle(router, event));
        router.taken(beginNs, REST_NS, SHARE, told(changes) * NS_OF_PREFIX);
    }

    private static long told(RibChanges changes) {
        long prefixes = 0;
        for (PeerChange change : changes.peers().values()) {
            prefixes += change.update().withdrawn().size();
            for (Announcement announcement : change.update().announced()) {
                prefixes += announcement.prefixes().size();
            }
        }
        return prefixes;
    }

    @Override
    public void bfdChanged(PuntPeer peer) {
        turns.execute(() -> {
            BfdStatus status = peer.state().bfd();
            status.reading();
            RouterOfNetwork router = routers.get(peer.rdid());
            String name = router == null ? null : router.nameOf(peer);
            if (router != null && name != null) {
                follow(router, name, status);
            }
        });
    }

    private void follow(RouterOfNetwork router, String peer, BfdStatus status) {
        boolean failed = status.takeFailure();
        BfdWatch now = BfdWatch.of(status);
        boolean wasUp = router.status(peer).watch(status, now.isUp());
        if (failed) {
            lost(router, peer);
            note(router, peer, "bfd-down", now.isUp() ? "for a moment" : now.reason());
        } else if (wasUp && now.isThere() && !now.isUp()) {
            note(router, peer, "bfd-off", now.reason() + "; the session stays");
        }
        if (now.isUp() && (failed || !wasUp)) {
            note(router, peer, "bfd-up", "");
        }
    }

    /// The peer is dead: its routes go before anything else, and without a rest. A session that the
    /// speaker may still have is ended.
    private void lost(RouterOfNetwork router, String peer) {
        router.status(peer).cut();
        router.rib().peerLost(peer);
        take(router);
        reset(router.id(peer));
    }

    /// From any thread.
    void reset(String id) {
        turns.execute(() -> {
            Speaker to = speaker;
            if (to != null) {
                to.reset(id, Cease.BFD_DOWN);
            }
        });
    }

    private void tell(String peer, PeerChange change) {
        Speaker to = speaker;
        if (to != null) {
            if (!change.update().isEmpty()) {
                to.send(peer, change.update());
            }
            change.endOfRib().forEach(family -> to.endOfRib(peer, family));
        }
    }

    private void handle(RouterOfNetwork router, RibEvent event) {
        String peer = event.peer();
        switch (event) {
            case RibEvent.PrefixLimitExceeded(_, int maximum, int restartSeconds) -> {
                router.holdBack(peer);
                applyPeers();
                note(
                        router,
                        peer,
                        "prefix-limit",
                        "it told more than %d prefixes; it stays away %s"
                                .formatted(
                                        maximum,
                                        restartSeconds == 0
                                                ? "until its maximum is configured anew"
                                                : "for " + restartSeconds + " s"));
            }
            case RibEvent.MayRestart _ -> {
                router.letBack(peer);
                applyPeers();
            }
            case RibEvent.PrefixWarning(_, int received, int maximum) ->
                    note(
                            router,
                            peer,
                            "prefix-warning",
                            "it told %d of %d prefixes".formatted(received, maximum));
            case RibEvent.TotalExceeded(_, int maximum) ->
                    note(
                            router,
                            peer,
                            "route-limit",
                            """
                            the network has its %d routes, or 50 AS numbers and communities for \
                            each of them; others are not kept\
                            """
                                    .formatted(maximum));
            case RibEvent.RefreshWanted _ -> {
                Speaker to = speaker;
                if (to != null) {
                    to.askRefresh(router.id(peer));
                }
            }
        }
    }

    /// From any thread. Of what a network's peers cause, no more waits than may be told.
    void note(RouterOfNetwork router, String peer, String what, String reason) {
        if (router.beginNote()) {
            turns.execute(() -> {
                router.endNote();
                events.note(router.network(), peer, what, reason);
            });
        }
    }

    /// The router of a peer by the name that the speaker has for it; null: it is gone.
    @Nullable RouterOfNetwork routerOf(String id) {
        int slash = id.indexOf('/');
        return slash < 0 ? null : routers.get(RoutingDomainId.parse(id.substring(0, slash)));
    }

    /// A network's peers, with what is known of their sessions and routes.
    public List<PeerLook> peers(RoutingDomainId rdid) {
        RouterOfNetwork router = routers.get(rdid);
        return router == null ? List.of() : router.peers();
    }

    /// The routes that a network's peers told.
    public List<RouteView> routes(RoutingDomainId rdid) {
        RouterOfNetwork router = routers.get(rdid);
        return router == null ? List.of() : router.rib().routes();
    }

    /// The routes that a peer was told.
    public List<BgpRoute> advertised(RoutingDomainId rdid, String peer) {
        RouterOfNetwork router = routers.get(rdid);
        return router == null ? List.of() : router.rib().advertised(peer);
    }

    /// A peer as it is shown.
    ///
    /// @param state `up`, `down`, `unknown`, `held-back`
    /// @param seconds since its state is that
    public record PeerLook(
            TenantBgp.Peer peer,
            PeerView view,
            String state,
            long seconds,
            String reason,
            PeerFaults faults,
            BfdWatch bfd) {}

    /// To be called each second, from any thread.
    public void eachSecond() {
        turns.execute(() -> {
            events.eachSecond();
            routers.values().forEach(router -> router.rib().eachSecond());
            boolean due = ++seconds % SAVE_SECONDS == 0 && !routers.isEmpty();
            if (due && saves.compareAndSet(false, true)) {
                filing.execute(this::save);
            }
        });
    }

    /// On the thread of files: a network with many routes may take a second.
    private void save() {
        saves.set(false);
        routers.forEach((rdid, router) -> {
            if (router.takeUnsaved()) {
                files.write(rdid, new LearnedFiles.Kept(router.rib().snapshot(), learned(rdid)));
            }
        });
    }

    /// Writes down what is learned. Speakers and sessions stay as they are.
    @Override
    public void close() {
        turns.close();
        filing.execute(this::save);
        filing.close();
    }
}
