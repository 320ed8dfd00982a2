package io.hnvgateway.bgp.rib;

import io.hnvgateway.packet.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is in force (RFC 4271 §9.1.3): decides marked destinations and hands over the difference.
final class LocRib {
    private final RibState state;
    private final Decision decision = new Decision();
    private final Set<ResolvedHop> moved = new HashSet<>();

    LocRib(RibState state) {
        this.state = state;
    }

    void replaceLocal(LocalRoutes routes) {
        LocalRoutes before = state.local;
        if (before.routes().equals(routes.routes())) {
            return;
        }
        state.local = routes;
        before.routes()
                .keySet()
                .forEach(prefix -> {
                    if (!routes.routes().containsKey(prefix)) {
                        state.table.findOrAdd(prefix).local = null;
                    }
                });
        routes.routes().forEach((prefix, route) -> state.table.findOrAdd(prefix).local = route);
        moved.addAll(state.nextHops.replace(routes));
        resolvePeers();
        state.markAll();
    }

    /// The way to each peer's own address is by local routes alone.
    void resolvePeers() {
        for (Peer peer : state.peers.values()) {
            peer.via = state.local.resolve(peer.settings().address());
        }
        state.pinsChanged = true;
    }

    boolean isPending() {
        return !state.dirty.isEmpty()
                || !state.events.isEmpty()
                || state.pinsChanged
                || state.peers.values().stream().anyMatch(LocRib::waits);
    }

    private static boolean waits(Peer peer) {
        return peer.isUp() && (peer.review || !peer.retold.isEmpty() || !peer.endOfRib.isEmpty());
    }

    RibChanges take() {
        moveNextHops();
        List<BestChange> best = new ArrayList<>();
        Map<Peer, AdjRibOut> outs = new LinkedHashMap<>();
        for (Peer peer : state.peers.values()) {
            if (peer.isUp()) {
                outs.put(peer, new AdjRibOut(state, peer));
            }
        }
        for (Destination destination : state.dirty) {
            decide(destination, best);
        }
        outs.forEach(this::tell);
        for (Destination destination : state.dirty) {
            destination.dirty = false;
            state.table.removeIfUnused(destination);
        }
        state.dirty.clear();
        state.dirty.trimToSize();
        Map<String, PeerChange> told = new LinkedHashMap<>();
        outs.values().forEach(out -> out.finish(told));
        List<RibEvent> events = List.copyOf(state.events);
        state.events.clear();
        return new RibChanges(best, told, events, pins());
    }

    private void moveNextHops() {
        state.dirty.forEach(state.nextHops::destinationChanged);
        moved.addAll(state.nextHops.settle());
        if (moved.isEmpty()) {
            return;
        }
        state.table.forEach(destination -> {
            for (Path path = destination.paths; path != null; path = path.next) {
                if (path.hop != null && moved.contains(path.hop)) {
                    state.mark(destination);
                }
            }
        });
        moved.clear();
    }

    private void decide(Destination destination, List<BestChange> changes) {
        destination.best =
                destination.local == null ? decision.decide(destination, NextHops::isNear) : null;
        List<ForwardingPath> ways = ways(destination.best);
        if (!ways.equals(destination.ways)) {
            destination.ways = ways;
            changes.add(new BestChange(destination.prefix(), ways));
        }
    }

    private List<ForwardingPath> ways(@Nullable Path best) {
        if (best == null) {
            return List.of();
        }
        int most = state.router.multipath();
        List<Path> paths = most == 1 ? List.of(best) : decision.multipath(best, most);
        if (paths.size() == 1) {
            return way(best);
        }
        List<ForwardingPath> ways = new ArrayList<>(paths.size());
        paths.forEach(path -> ways.addAll(way(path)));
        return List.copyOf(ways);
    }

    private static List<ForwardingPath> way(Path path) {
        ResolvedHop hop = path.hop;
        return hop == null ? List.of() : hop.way(path.peer, Decision.via(path));
    }

    private void tell(Peer peer, AdjRibOut out) {
        if (peer.review || !peer.retold.isEmpty()) {
            out.tellAll();
        } else {
            state.dirty.forEach(destination -> out.tell(destination, false));
        }
    }

    private Optional<Map<IpAddress, LocalRoute>> pins() {
        if (!state.pinsChanged) {
            return Optional.empty();
        }
        state.pinsChanged = false;
        Map<IpAddress, LocalRoute> pins = new LinkedHashMap<>();
        for (Peer peer : state.peers.values()) {
            LocalRoute via = peer.via;
            if (via != null) {
                pins.put(peer.settings().address(), via);
            }
        }
        return Optional.of(pins);
    }
}
