package io.hnvgateway.bgp.rib;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which local route each next hop lies behind (RFC 4271 §9.1.2.1); see the package for the two
/// steps. Next hops that lie behind no local route are few, so each is compared with every
/// destination that changes.
final class NextHops {
    private final Map<IpAddress, ResolvedHop> hops = new HashMap<>();
    private final Set<ResolvedHop> recursive = new LinkedHashSet<>();
    private final Set<ResolvedHop> waiting = new LinkedHashSet<>();
    private final RibTable table;
    private final Decision decision = new Decision();
    private LocalRoutes local = LocalRoutes.NONE;
    private int mostRecursive;

    NextHops(RibTable table, int mostRecursive) {
        this.table = table;
        this.mostRecursive = mostRecursive;
    }

    int size() {
        return hops.size();
    }

    void limit(int most) {
        mostRecursive = most;
    }

    ResolvedHop acquire(IpAddress address) {
        ResolvedHop hop = hops.get(address);
        if (hop == null) {
            hop = new ResolvedHop(address);
            hops.put(address, hop);
            resolveLocally(hop);
        }
        hop.users++;
        return hop;
    }

    void release(ResolvedHop hop) {
        if (--hop.users == 0) {
            hops.remove(hop.address);
            waiting.remove(hop);
            recursive.remove(hop);
        }
    }

    private boolean resolveLocally(ResolvedHop hop) {
        LocalRoute route = local.resolve(hop.address);
        boolean byLearned = route == null && !local.holds(hop.address);
        if (!byLearned) {
            recursive.remove(hop);
            waiting.remove(hop);
        } else if (recursive.size() < mostRecursive || recursive.contains(hop)) {
            recursive.add(hop);
            waiting.add(hop);
        }
        // one that stays recursive keeps its way until it is looked for again
        return !(hop.recursive && byLearned) && hop.resolve(route, byLearned);
    }

    /// @return those whose way is another now
    Set<ResolvedHop> replace(LocalRoutes routes) {
        local = routes;
        Set<ResolvedHop> changed = new HashSet<>();
        for (ResolvedHop hop : List.copyOf(hops.values())) {
            if (resolveLocally(hop)) {
                changed.add(hop);
            }
        }
        waiting.addAll(recursive);
        return changed;
    }

    void destinationChanged(Destination destination) {
        if (recursive.isEmpty()) {
            return;
        }
        IpPrefix prefix = destination.prefix();
        for (ResolvedHop hop : recursive) {
            if (prefix.isIpv4() == hop.address.isIpv4() && prefix.contains(hop.address)) {
                waiting.add(hop);
            }
        }
    }

    /// Looks for the ways of those that lie behind learned routes.
    ///
    /// @return those whose way is another now
    Set<ResolvedHop> settle() {
        if (waiting.isEmpty()) {
            return Set.of();
        }
        Set<ResolvedHop> changed = new HashSet<>();
        for (ResolvedHop hop : new ArrayList<>(waiting)) {
            if (hop.resolve(learned(hop.address), true)) {
                changed.add(hop);
            }
        }
        waiting.clear();
        return changed;
    }

    private @Nullable LocalRoute learned(IpAddress address) {
        Destination holding = table.longest(address, destination -> direct(destination) != null);
        Path best = holding == null ? null : direct(holding);
        return best == null ? null : Decision.via(best);
    }

    private @Nullable Path direct(Destination destination) {
        return destination.local == null
                ? decision.decide(
                        destination,
                        path -> path.hop != null && !path.hop.recursive && isNear(path))
                : null;
    }

    /// A next hop that a peer of another AS names lies on the link that leads to the peer (RFC 4271
    /// §6.3), unless the peer is several hops away.
    static boolean isNear(Path path) {
        ResolvedHop hop = path.hop;
        Peer peer = path.peer;
        if (hop == null
                || !peer.isExternal()
                || peer.settings().options().multihop()
                || hop.address.isIpv4() != peer.settings().address().isIpv4()
                || hop.address.equals(peer.settings().address())) {
            return true;
        }
        LocalRoute toHop = hop.via;
        LocalRoute toPeer = peer.via;
        return !hop.recursive
                && toHop != null
                && toPeer != null
                && toHop.link().equals(toPeer.link());
    }
}
