package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.AsPath;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.BgpRoute;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.bgp.route.RouteUpdate;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A router of AS 65000 with a tunnel to each of several peers, a clock that is set by hand, and
/// what it handed over put together again.
final class RouterWorld {
    static final Asn OWN = new Asn(65000);
    static final Set<AddressFamily> BOTH = EnumSet.allOf(AddressFamily.class);
    static final RouterSettings SETTINGS =
            new RouterSettings(
                    OWN,
                    RouterId.parse("10.0.0.1"),
                    Set.of(IpAddress.parse("10.1.0.1"), IpAddress.parse("fd00:1::1")),
                    1,
                    RouteLimits.DEFAULT);

    long nowNs;
    int calls;
    final BgpRouter router = new BgpRouter(() -> nowNs, 7, SETTINGS, () -> calls++);
    final Map<String, PeerSettings> peers = new LinkedHashMap<>();
    final Map<IpPrefix, List<ForwardingPath>> inForce = new TreeMap<>();
    final Map<String, Map<IpPrefix, PathAttributes>> told = new LinkedHashMap<>();
    final List<RibEvent> events = new ArrayList<>();
    final List<LocalRoute> local = new ArrayList<>();
    RouterSettings settings = SETTINGS;

    /// Peer `number` is at 10.1.`number`.2 behind a tunnel of its own.
    static PeerSettings peer(int number, long asn) {
        return new PeerSettings(
                "p" + number,
                IpAddress.parse("10.1." + number + ".2"),
                new Asn(asn),
                Map.of(
                        AddressFamily.IPV4_UNICAST,
                        IpAddress.parse("10.1.0.1"),
                        AddressFamily.IPV6_UNICAST,
                        IpAddress.parse("fd00:1::1")));
    }

    static LocalRoute tunnel(int number, long metric) {
        return new LocalRoute(
                IpPrefix.parse("10.1." + number + ".0/24"),
                LocalRoute.Source.TUNNEL,
                "tunnel" + number,
                metric,
                false,
                true);
    }

    static LocalRoute subnet(String prefix) {
        return new LocalRoute(
                IpPrefix.parse(prefix), LocalRoute.Source.SUBNET, "subnet", 0, true, true);
    }

    RouterWorld with(PeerSettings... added) {
        for (PeerSettings peer : added) {
            peers.put(peer.name(), peer);
        }
        configure();
        return this;
    }

    void configure() {
        router.configure(settings, peers.values());
    }

    RouterWorld withLocal(LocalRoute... added) {
        local.addAll(List.of(added));
        router.replaceLocal(local);
        return this;
    }

    /// Two or more eBGP peers of AS 65001, 65002 … that are up.
    static RouterWorld ofPeers(int count) {
        RouterWorld world = new RouterWorld();
        for (int i = 1; i <= count; i++) {
            world.with(peer(i, 65000 + i)).withLocal(tunnel(i, 0));
        }
        for (int i = 1; i <= count; i++) {
            world.up("p" + i);
        }
        return world;
    }

    void up(String name) {
        router.peerUp(name, new PeerSession(routerId(name), BOTH));
        told.put(name, new TreeMap<>());
    }

    void upGraceful(String name, Set<AddressFamily> preserved) {
        router.peerUp(name, new PeerSession(routerId(name), BOTH, 90, preserved, false));
        told.put(name, new TreeMap<>());
    }

    static RouterId routerId(String name) {
        return RouterId.parse("10.255.0." + name.substring(1));
    }

    /// Attributes as the peer would send them: its AS and its address.
    PathAttributes.Builder from(String name) {
        PeerSettings peer = Objects.requireNonNull(peers.get(name));
        return PathAttributes.builder(peer.address())
                .asPath(
                        peer.asn().equals(OWN)
                                ? AsPath.EMPTY
                                : AsPath.sequence(List.of(peer.asn())));
    }

    void announce(String name, PathAttributes attributes, String... prefixes) {
        router.update(name, RouteUpdate.announce(attributes, prefixes(prefixes)));
    }

    void announce(String name, String... prefixes) {
        announce(name, from(name).build(), prefixes);
    }

    void withdraw(String name, String... prefixes) {
        router.update(name, RouteUpdate.withdraw(prefixes(prefixes)));
    }

    static List<IpPrefix> prefixes(String... texts) {
        return Arrays.stream(texts).map(IpPrefix::parse).toList();
    }

    void pass(int seconds) {
        nowNs += TimeUnit.SECONDS.toNanos(seconds);
        router.eachSecond();
    }

    RibChanges take() {
        RibChanges changes = router.take();
        for (BestChange change : changes.best()) {
            if (change.paths().isEmpty()) {
                inForce.remove(change.prefix());
            } else {
                inForce.put(change.prefix(), change.paths());
            }
        }
        changes.peers()
                .forEach((name, change) -> {
                    Map<IpPrefix, PathAttributes> known =
                            told.computeIfAbsent(name, _ -> new TreeMap<>());
                    change.update().withdrawn().forEach(known::remove);
                    change.update()
                            .announced()
                            .forEach(said ->
                                    said.prefixes()
                                            .forEach(prefix ->
                                                    known.put(prefix, said.attributes())));
                });
        events.addAll(changes.events());
        return changes;
    }

    /// Whose route is in force, the best first; empty: none.
    List<String> ways(String prefix) {
        take();
        return inForce.getOrDefault(IpPrefix.parse(prefix), List.of()).stream()
                .map(ForwardingPath::peer)
                .toList();
    }

    Map<IpPrefix, PathAttributes> told(String name) {
        take();
        return told.getOrDefault(name, Map.of());
    }

    RouteView route(String prefix, String peer) {
        take();
        return router.routes().stream()
                .filter(route ->
                        route.prefix().equals(IpPrefix.parse(prefix)) && route.peer().equals(peer))
                .findFirst()
                .orElseThrow();
    }

    PeerView view(String name) {
        return router.peers().stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    List<BgpRoute> advertised(String name) {
        return router.advertised(name);
    }
}
