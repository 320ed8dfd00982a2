package io.hnvgateway.app.bgp;

import io.hnvgateway.app.compile.BgpNetwork;
import io.hnvgateway.app.compile.LearnedRoutes;
import io.hnvgateway.app.compile.LearnedRoutes.Way;
import io.hnvgateway.app.compile.LocalWays;
import io.hnvgateway.app.desired.BgpPeering;
import io.hnvgateway.app.desired.TenantBgp;
import io.hnvgateway.bgp.rib.BestChange;
import io.hnvgateway.bgp.rib.BgpRouter;
import io.hnvgateway.bgp.rib.ForwardingPath;
import io.hnvgateway.bgp.rib.PeerSettings;
import io.hnvgateway.bgp.rib.PeerView;
import io.hnvgateway.bgp.rib.RibChanges;
import io.hnvgateway.bgp.speaker.Aliases;
import io.hnvgateway.bgp.speaker.PeerSpec;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.punt.PuntPeer;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.flow.NanoClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One network's router and what is known of its peers. Of the thread `bgp`, but [#rib] and
/// statuses.
final class RouterOfNetwork {
    private static final String NO_WAY =
            "no route of the network leads to it; beyond the front end, where its address could be"
                    + " anybody's, there is no peer";

    private final BgpRouter rib;
    private final NanoClock clock;
    private final Map<String, PeerStatus> statuses = new ConcurrentHashMap<>();

    /// Peers that exceeded their maximum and have no session until they may come back.
    private final Set<String> heldBack = new HashSet<>();

    private final Semaphore notes = new Semaphore(PeerEvents.BURST);
    private volatile BgpNetwork network;
    private LearnedRoutes learned = LearnedRoutes.NONE;
    private boolean scheduled;
    private volatile boolean unsaved;
    private long notBeforeNs;

    /// @param pending called from any thread when there is something to [#take]
    RouterOfNetwork(
            BgpNetwork network, NanoClock clock, long seed, Consumer<RouterOfNetwork> pending) {
        this.network = network;
        this.clock = clock;
        notBeforeNs = clock.nanoTime();
        rib = new BgpRouter(clock, seed, network.bgp().router(), () -> pending.accept(this));
    }

    BgpRouter rib() {
        return rib;
    }

    BgpNetwork network() {
        return network;
    }

    PeerStatus status(String peer) {
        return statuses.computeIfAbsent(peer, _ -> new PeerStatus());
    }

    void configure(BgpNetwork next) {
        Map<String, PeerSettings> before = settings(network);
        Map<String, PeerSettings> now = settings(next);
        network = next;
        statuses.keySet().retainAll(now.keySet());
        rib.configure(next.bgp().router(), now.values());
        rib.replaceLocal(next.local());
        for (String name : List.copyOf(heldBack)) {
            PeerSettings settings = now.get(name);
            if (settings == null) {
                heldBack.remove(name);
            } else if (!settings.prefixLimit().equals(limit(before.get(name)))) {
                rib.clear(name);
            }
        }
    }

    private static @Nullable Object limit(@Nullable PeerSettings settings) {
        return settings == null ? null : settings.prefixLimit();
    }

    private static Map<String, PeerSettings> settings(BgpNetwork of) {
        Map<String, PeerSettings> settings = new LinkedHashMap<>();
        of.bgp().peers().forEach(peer -> settings.put(peer.name(), peer.settings()));
        return settings;
    }

    void holdBack(String peer) {
        heldBack.add(peer);
    }

    void letBack(String peer) {
        heldBack.remove(peer);
    }

    /// From any thread.
    ///
    /// @return false: as many wait already as may be told at once
    boolean beginNote() {
        return notes.tryAcquire();
    }

    void endNote() {
        notes.release();
    }

    /// The name of a peer; null: it is gone.
    @Nullable String nameOf(PuntPeer peer) {
        BgpPeering peering = new BgpPeering(peer.peer(), peer.local());
        return network.bgp().peers().stream()
                .filter(each -> each.peering().equals(peering))
                .findFirst()
                .map(TenantBgp.Peer::name)
                .orElse(null);
    }

    String id(String peer) {
        return network.rdid().value() + "/" + peer;
    }

    /// Peers that shall have a session.
    List<PeerSpec> specs() {
        List<PeerSpec> specs = new ArrayList<>();
        for (TenantBgp.Peer peer : network.bgp().peers()) {
            Integer number = network.numbers().get(peer.name());
            if (number != null && !heldBack.contains(peer.name())) {
                specs.add(spec(peer, number));
            }
        }
        return specs;
    }

    private PeerSpec spec(TenantBgp.Peer peer, int number) {
        boolean ipv4 = peer.settings().address().isIpv4();
        TenantBgp.Session session = peer.session();
        return new PeerSpec(
                id(peer.name()),
                Aliases.peer(number, ipv4),
                Aliases.local(number, ipv4),
                network.bgp().router().asn(),
                peer.settings().asn(),
                network.bgp().router().routerId(),
                session.holdSeconds(),
                session.ttl(),
                session.families(),
                session.gracefulRestartSeconds(),
                session.passive());
    }

    /// From any thread.
    List<TenantRouting.PeerLook> peers() {
        Map<String, PeerView> views = new HashMap<>();
        rib.peers().forEach(view -> views.put(view.name(), view));
        List<TenantRouting.PeerLook> peers = new ArrayList<>();
        for (TenantBgp.Peer peer : network.bgp().peers()) {
            PeerView view = views.get(peer.name());
            PeerStatus status = statuses.get(peer.name());
            if (view != null) {
                PeerStatus.Shown shown = (status == null ? new PeerStatus() : status).shown();
                long seconds =
                        status == null
                                ? 0
                                : TimeUnit.NANOSECONDS.toSeconds(
                                        clock.nanoTime() - shown.sinceNs());
                String state = view.overMaximum() ? "held-back" : shown.state();
                BfdWatch bfd = status == null ? BfdWatch.NONE : status.bfd();
                peers.add(
                        new TenantRouting.PeerLook(
                                peer,
                                view,
                                state,
                                seconds,
                                reason(view, shown),
                                shown.faults(),
                                bfd));
            }
        }
        return peers;
    }

    /// A tenant's peer that no route of its own leads to is sent nothing.
    private String reason(PeerView view, PeerStatus.Shown shown) {
        boolean hasWay = view.link().isPresent() || network.rdid().equals(RoutingDomainId.DEFAULT);
        return hasWay || shown.state().equals("up") ? shown.reason() : NO_WAY;
    }

    /// How long to wait before [#take]; -1: it is under way already.
    long schedule() {
        if (scheduled) {
            return -1;
        }
        scheduled = true;
        return Math.max(0, notBeforeNs - clock.nanoTime());
    }

    /// Decides what waits; takes what was learned into [#learned].
    RibChanges take() {
        scheduled = false;
        RibChanges changes = rib.take();
        Map<IpPrefix, List<Way>> ways = new HashMap<>();
        for (BestChange best : changes.best()) {
            ways.put(best.prefix(), ways(best.paths()));
        }
        if (!ways.isEmpty()) {
            learned = learned.with(ways);
            unsaved = true;
        }
        changes.pins()
                .ifPresent(pins -> {
                    Map<IpAddress, Way> peers = new HashMap<>();
                    pins.forEach((peer, via) -> peers.put(peer, LocalWays.peerWay(via.link())));
                    learned = learned.withPeers(peers);
                });
        return changes;
    }

    private static List<Way> ways(List<ForwardingPath> paths) {
        return paths.stream()
                .map(path -> LocalWays.way(path.via().link(), path.nextHop()))
                .distinct()
                .toList();
    }

    LearnedRoutes learned() {
        return learned;
    }

    /// What was taken since `beginNs` is in force.
    ///
    /// @param speakerNs what the speaker has to do with it
    void taken(long beginNs, long restNs, int share, long speakerNs) {
        long now = clock.nanoTime();
        long rested = Math.max(beginNs + restNs, now + (now - beginNs) * share);
        notBeforeNs = Math.max(rested, now + speakerNs);
    }

    /// What a peer said may be other than what is written down.
    void heard() {
        unsaved = true;
    }

    boolean takeUnsaved() {
        boolean was = unsaved;
        unsaved = false;
        return was;
    }
}
