package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.Announcement;
import io.hnvgateway.bgp.route.BgpRoute;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Copies of the state for those who look at it, in order of prefix.
final class Views {
    private final RibState state;

    Views(RibState state) {
        this.state = state;
    }

    List<RouteView> routes() {
        List<RouteView> routes = new ArrayList<>(state.learned);
        state.table.forEach(destination -> {
            for (Path path = destination.paths; path != null; path = path.next) {
                routes.add(route(destination, path));
            }
        });
        routes.sort(Comparator.comparing(RouteView::prefix).thenComparing(RouteView::peer));
        return routes;
    }

    private static RouteView route(Destination destination, Path path) {
        ResolvedHop hop = path.hop;
        LocalRoute via = hop == null ? null : hop.via;
        return new RouteView(
                destination.prefix(),
                path.peer.name(),
                path.received.value,
                Optional.ofNullable(path.accepted).map(accepted -> accepted.value),
                Optional.ofNullable(path.refusal),
                state(destination, path, via),
                path.stale,
                Optional.ofNullable(via).map(LocalRoute::link));
    }

    private static RouteState state(Destination destination, Path path, @Nullable LocalRoute via) {
        if (path.refusal != null) {
            return RouteState.REFUSED;
        }
        if (via == null || !NextHops.isNear(path)) {
            return RouteState.UNREACHABLE;
        }
        if (path == destination.best) {
            return RouteState.BEST;
        }
        IpAddress nextHop = Decision.attributes(path).value.nextHop();
        for (ForwardingPath way : destination.ways) {
            if (way.peer().equals(path.peer.name()) && way.nextHop().equals(nextHop)) {
                return RouteState.MULTIPATH;
            }
        }
        return RouteState.VALID;
    }

    List<BgpRoute> advertised(Peer peer) {
        List<BgpRoute> routes = new ArrayList<>();
        state.table.forEach(destination -> {
            Advertised told = destination.advertised(peer);
            if (told != null) {
                routes.add(new BgpRoute(destination.prefix(), told.attributes.value));
            }
        });
        routes.sort(Comparator.comparing(BgpRoute::prefix));
        return routes;
    }

    List<Announcement> announcements(Peer peer) {
        Map<SharedAttributes, Both> said = new LinkedHashMap<>();
        state.table.forEach(destination -> {
            Advertised told = destination.advertised(peer);
            if (told != null) {
                said.computeIfAbsent(told.attributes, _ -> new Both())
                        .of(destination)
                        .add(destination.prefix());
            }
        });
        return announcements(said);
    }

    List<PeerView> peers() {
        return state.peers.values().stream()
                .sorted(Comparator.comparing(Peer::name))
                .map(Views::peer)
                .toList();
    }

    private static PeerView peer(Peer peer) {
        PeerCounters counters = peer.counters;
        return new PeerView(
                peer.name(),
                peer.isUp(),
                peer.overMaximum,
                new PeerView.Prefixes(
                        counters.received, counters.accepted, counters.stale, counters.advertised),
                Map.copyOf(counters.refused),
                Map.copyOf(counters.unkept),
                new PeerView.Messages(
                        counters.updates, counters.announcements, counters.withdrawals),
                counters.changedNs,
                Optional.ofNullable(peer.via).map(LocalRoute::link));
    }

    RibSnapshot snapshot() {
        Map<String, Map<SharedAttributes, Both>> peers = new HashMap<>();
        state.table.forEach(destination -> {
            for (Path path = destination.paths; path != null; path = path.next) {
                peers.computeIfAbsent(path.peer.name(), _ -> new LinkedHashMap<>())
                        .computeIfAbsent(path.received, _ -> new Both())
                        .of(destination)
                        .add(destination.prefix());
            }
        });
        Map<String, List<Announcement>> announcements = new HashMap<>();
        peers.forEach((name, said) -> announcements.put(name, announcements(said)));
        return new RibSnapshot(announcements);
    }

    private static List<Announcement> announcements(Map<SharedAttributes, Both> said) {
        List<Announcement> announcements = new ArrayList<>();
        said.forEach((attributes, both) -> both.addTo(attributes.value, announcements));
        return List.copyOf(announcements);
    }

    /// Prefixes of both families: a peer may well announce some with a next hop of the other.
    private static final class Both {
        private final List<IpPrefix> ipv4 = new ArrayList<>();
        private final List<IpPrefix> ipv6 = new ArrayList<>();

        List<IpPrefix> of(Destination destination) {
            return destination.isIpv4() ? ipv4 : ipv6;
        }

        void addTo(PathAttributes attributes, List<Announcement> announcements) {
            if (!ipv4.isEmpty()) {
                announcements.add(new Announcement(attributes, ipv4));
            }
            if (!ipv6.isEmpty()) {
                announcements.add(new Announcement(attributes, ipv6));
            }
        }
    }
}
