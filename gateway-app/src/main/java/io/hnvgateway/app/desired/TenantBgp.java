package io.hnvgateway.app.desired;

import io.hnvgateway.bgp.rib.PeerSettings;
import io.hnvgateway.bgp.rib.RouterSettings;
import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.speaker.Ttl;
import io.hnvgateway.compartments.punt.BfdTimers;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A network's BGP router, references resolved.
///
/// @param networks what peers are told beside the network's own routes
public record TenantBgp(
        RouterSettings router, Redistribution told, List<IpPrefix> networks, List<Peer> peers) {

    public TenantBgp {
        networks = List.copyOf(networks);
        peers = List.copyOf(peers);
    }

    /// Which of the network's own routes peers are told.
    public record Redistribution(
            boolean subnets, boolean customerRoutes, boolean connectionRoutes) {}

    /// A peer: what becomes of its routes, and how its session is held.
    ///
    /// @param local the gateway's address that it speaks with
    /// @param bfd null: not watched by BFD
    public record Peer(
            PeerSettings settings, IpAddress local, Session session, @Nullable BfdTimers bfd) {
        /// A peer without BFD.
        public Peer(PeerSettings settings, IpAddress local, Session session) {
            this(settings, local, session, null);
        }

        public String name() {
            return settings.name();
        }

        public BgpPeering peering() {
            return new BgpPeering(settings.address(), local);
        }
    }

    /// As of [io.hnvgateway.bgp.speaker.PeerSpec].
    public record Session(
            int holdSeconds,
            Ttl ttl,
            Set<AddressFamily> families,
            int gracefulRestartSeconds,
            boolean passive) {
        public Session {
            families = Set.copyOf(families);
        }
    }

    List<BgpPeering> peerings() {
        return peers.stream().map(Peer::peering).toList();
    }
}
