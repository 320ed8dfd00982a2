package io.hnvgateway.bgp.bridge;

import io.hnvgateway.bgp.contract.Agreed;
import io.hnvgateway.bgp.contract.Family;
import io.hnvgateway.bgp.contract.Nlri;
import io.hnvgateway.bgp.contract.PeerState;
import io.hnvgateway.bgp.contract.PutPeer;
import io.hnvgateway.bgp.contract.ToSpeaker;
import io.hnvgateway.packet.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One peer, as the bridge knows it. Of the bridge's thread.
final class BridgePeer {
    final PutPeer spec;
    final String block;
    final IpAddress alias;
    final String selector;

    /// What ExaBGP holds for it, and in which round of the gateway it was said last.
    AnnouncedPrefixes announced = new AnnouncedPrefixes();

    /// What cannot be said before ExaBGP knows the neighbor.
    final List<ToSpeaker> waiting = new ArrayList<>();

    /// Refreshes under way.
    final Map<Family, Refreshing> refreshing = new HashMap<>();

    boolean inForce;

    /// Whether the gateway of the present stream has named it.
    boolean named = true;

    /// Whether the gateway of the present stream knows that it is up.
    boolean told;

    PeerState.State state = PeerState.State.DOWN;
    Agreed agreed = Agreed.getDefaultInstance();

    /// @throws IllegalArgumentException naming what is wrong with it
    BridgePeer(PutPeer spec) {
        this.spec = checked(spec);
        this.block = NeighborFile.block(spec);
        this.alias = Nlri.decodeAddress(spec.getPeerAddress());
        this.selector = Commands.selector(spec.getPeerAddress(), spec.getLocalAddress());
    }

    /// @param heardNs when the peer last said something, or was asked
    record Refreshing(long askedNs, long heardNs, boolean heard) {
        Refreshing heardAt(long ns) {
            return new Refreshing(askedNs, ns, true);
        }
    }

    String id() {
        return spec.getId();
    }

    boolean isUp() {
        return state == PeerState.State.UP;
    }

    private static PutPeer checked(PutPeer peer) {
        require(!peer.getId().isEmpty(), "a peer has an id");
        require(
                peer.getPeerAddress().size() == peer.getLocalAddress().size()
                        && !peer.getPeerAddress().equals(peer.getLocalAddress()),
                "addresses must be two of one family");
        require(peer.getLocalAs() != 0 && peer.getPeerAs() != 0, "AS 0 is nobody's (RFC 7607)");
        require(peer.getRouterId() != 0, "router id must not be 0");
        int hold = peer.getHoldSeconds();
        require(hold == 0 || (hold >= 3 && hold <= 0xffff), "hold time must be 0 or 3..65535");
        require(peer.getTtl() >= 1 && peer.getTtl() <= 255, "TTL must be 1..255");
        int restart = peer.getGracefulRestartSeconds();
        require(restart >= 0 && restart <= 0xfff, "restart time must be 0..4095");
        require(peer.getFamiliesCount() > 0, "a peer has at least one address family");
        return peer;
    }

    private static void require(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalArgumentException(fault);
        }
    }
}
