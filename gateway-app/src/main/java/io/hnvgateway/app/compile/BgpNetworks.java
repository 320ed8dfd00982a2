package io.hnvgateway.app.compile;

import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.punt.PuntPeer;
import java.util.List;
import java.util.Set;

/// Where the routes of networks that speak BGP are decided.
public interface BgpNetworks {
    /// Nobody speaks BGP.
    BgpNetworks NONE =
            new BgpNetworks() {
                @Override
                public LearnedRoutes learned(RoutingDomainId rdid) {
                    return LearnedRoutes.NONE;
                }

                @Override
                public void update(Set<RoutingDomainId> ended, List<BgpNetwork> present) {}
            };

    /// What is learned in a network. From any thread; whoever has other routes than before asks for
    /// [SnapshotCompiler#routesChanged].
    LearnedRoutes learned(RoutingDomainId rdid);

    /// Takes networks that changed, after workers know of it. Under the compiler's lock: returns at
    /// once, and whoever was told often was told of all in this order.
    ///
    /// @param ended those without BGP now
    void update(Set<RoutingDomainId> ended, List<BgpNetwork> present);

    /// What BFD says of a peer is other than when it was read; on a worker's thread, as of
    /// [BfdEvents].
    default void bfdChanged(PuntPeer peer) {}
}
