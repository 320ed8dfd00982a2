package io.hnvgateway.bgp.rib;

import io.hnvgateway.packet.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A next hop and the local route behind which it lies, shared by all paths that have it.
final class ResolvedHop {
    final IpAddress address;
    int users;

    /// Null: it lies behind none.
    @Nullable LocalRoute via;

    /// No local route holds it: it lies behind a learned one, or nowhere.
    boolean recursive;

    /// The last single way by it; most routes of a peer share theirs.
    private @Nullable List<ForwardingPath> way;

    ResolvedHop(IpAddress address) {
        this.address = address;
    }

    /// @return whether anything is other than before
    boolean resolve(@Nullable LocalRoute route, boolean isRecursive) {
        boolean same =
                isRecursive == recursive && (route == null ? via == null : route.equals(via));
        if (!same) {
            via = route;
            recursive = isRecursive;
            way = null;
        }
        return !same;
    }

    List<ForwardingPath> way(Peer peer, LocalRoute resolved) {
        List<ForwardingPath> known = way;
        if (known == null
                || !known.getFirst().peer().equals(peer.name())
                || known.getFirst().external() != peer.isExternal()) {
            known = List.of(new ForwardingPath(peer.name(), address, resolved, peer.isExternal()));
            way = known;
        }
        return known;
    }
}
