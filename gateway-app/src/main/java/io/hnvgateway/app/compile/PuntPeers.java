package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.BgpPeering;
import io.hnvgateway.app.desired.TenantBgp;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.punt.BfdTimers;
import io.hnvgateway.compartments.punt.PuntPeer.Arrival;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The BGP peers of one compartment, and what goes for each.
///
/// @param compartment its index
/// @param terms in the order of the configuration
record PuntPeers(RoutingDomainId rdid, int compartment, Map<BgpPeering, Terms> terms) {

    /// What may change without another peer.
    ///
    /// @param bfd null: it is not watched by BFD
    record Terms(Arrival arrival, @Nullable BfdTimers bfd) {
        static final Terms NONE = new Terms(Arrival.ANY, null);
    }

    /// Those of a compartment before and after a change; null: there are none.
    record Change(@Nullable PuntPeers before, @Nullable PuntPeers after) {
        static Change of(NetworkBook.Swap swap) {
            return new Change(PuntPeers.of(swap.before()), PuntPeers.of(swap.after()));
        }
    }

    static @Nullable PuntPeers of(@Nullable CompiledNetwork network) {
        if (network == null) {
            return null;
        }
        Map<BgpPeering, Terms> terms = new LinkedHashMap<>();
        network.source().peerings().forEach(peering -> terms.put(peering, Terms.NONE));
        TenantBgp bgp = network.source().bgp();
        if (bgp != null) {
            bgp.peers().forEach(peer -> terms.put(peer.peering(), terms(peer)));
        }
        return new PuntPeers(network.source().rdid(), network.compartment().index(), terms);
    }

    private static Terms terms(TenantBgp.Peer peer) {
        return new Terms(
                new Arrival(peer.session().ttl().leastReceived(), Arrival.NO_LINK), peer.bfd());
    }
}
