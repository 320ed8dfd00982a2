package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.NetworkBook.Swap;
import io.hnvgateway.app.compile.PuntPeers.Terms;
import io.hnvgateway.app.compile.Underlay.FrontEndAddress;
import io.hnvgateway.app.desired.BgpPeering;
import io.hnvgateway.app.desired.ProviderBgp;
import io.hnvgateway.app.desired.TenantBgp;
import io.hnvgateway.bgp.policy.PolicyMap;
import io.hnvgateway.bgp.rib.LocalRoute;
import io.hnvgateway.bgp.rib.PeerOptions;
import io.hnvgateway.bgp.rib.PeerSettings;
import io.hnvgateway.bgp.rib.RouteLimits;
import io.hnvgateway.bgp.rib.RouterSettings;
import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.punt.PuntPeer.Arrival;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The BGP router of the default compartment: with whom it speaks, by the front end's addresses,
/// and what it tells them: public addresses and routed prefixes of all networks, unless the gateway
/// is drained. Owner: whoever holds the compiler's lock.
final class ProviderBook {
    /// The name of the default compartment where a network's would stand.
    static final String NAME = "default";

    private static final int COMPARTMENT = 0;
    private static final PuntPeers NOBODY =
            new PuntPeers(RoutingDomainId.DEFAULT, COMPARTMENT, Map.of());

    private @Nullable ProviderBgp wanted;
    private @Nullable TenantBgp router;
    private PuntPeers peers = NOBODY;

    /// What networks have outside, while there is a router; how many of them have it.
    private final Map<IpPrefix, Integer> published = new HashMap<>();

    private boolean counts;
    private boolean drained;

    @Nullable ProviderBgp wanted() {
        return wanted;
    }

    /// Null: none, or one without a place on the front end.
    @Nullable TenantBgp router() {
        return router;
    }

    PuntPeers peers() {
        return peers;
    }

    /// Whose packets with TCP port 179 are the gateway's, on links of the front end.
    Set<IpAddress> peerAddresses() {
        return peers.terms().keySet().stream()
                .map(BgpPeering::peer)
                .collect(Collectors.toUnmodifiableSet());
    }

    void drained(boolean now) {
        drained = now;
    }

    /// Takes another router, or another front end.
    void take(@Nullable ProviderBgp next, Underlay underlay) {
        wanted = next;
        router = next == null ? null : router(next, underlay.frontEndAddresses());
        peers = router == null ? NOBODY : peers(router, underlay.frontEndAddresses());
    }

    /// Null where the front end has no address that could stand for the router.
    private static @Nullable TenantBgp router(ProviderBgp wanted, List<FrontEndAddress> own) {
        RouterId routerId = wanted.routerId() == null ? firstIpv4(own) : wanted.routerId();
        if (routerId == null) {
            return null;
        }
        List<TenantBgp.Peer> peers = new ArrayList<>();
        for (ProviderBgp.Peer peer : wanted.peers()) {
            FrontEndAddress near = near(peer, own);
            if (near != null) {
                peers.add(peer(peer, near.at().address(), own));
            }
        }
        return new TenantBgp(
                new RouterSettings(
                        wanted.asn(),
                        routerId,
                        own.stream().map(a -> a.at().address()).collect(Collectors.toSet()),
                        1,
                        RouteLimits.DEFAULT),
                new TenantBgp.Redistribution(false, false, false),
                List.of(),
                peers);
    }

    private static @Nullable RouterId firstIpv4(List<FrontEndAddress> own) {
        IpAddress first = first(own, AddressFamily.IPV4_UNICAST);
        return first == null ? null : new RouterId(first.ipv4Bits());
    }

    private static @Nullable IpAddress first(List<FrontEndAddress> own, AddressFamily family) {
        return own.stream()
                .map(a -> a.at().address())
                .filter(a -> AddressFamily.of(a) == family)
                .findFirst()
                .orElse(null);
    }

    /// The address on the peer's network; null: it is no neighbour.
    private static @Nullable FrontEndAddress near(
            ProviderBgp.Peer peer, List<FrontEndAddress> own) {
        return own.stream()
                .filter(a -> a.at().onLink().contains(peer.address()))
                .filter(a -> peer.local() == null || peer.local().equals(a.at().address()))
                .findFirst()
                .orElse(null);
    }

    private static TenantBgp.Peer peer(
            ProviderBgp.Peer peer, IpAddress local, List<FrontEndAddress> own) {
        Map<AddressFamily, IpAddress> nextHops = new EnumMap<>(AddressFamily.class);
        for (AddressFamily family : peer.families()) {
            IpAddress nextHop = AddressFamily.of(local) == family ? local : first(own, family);
            if (nextHop != null) {
                nextHops.put(family, nextHop);
            }
        }
        TenantBgp.Session session = peer.session();
        return new TenantBgp.Peer(
                new PeerSettings(
                        peer.name(),
                        peer.address(),
                        peer.asn(),
                        nextHops,
                        PolicyMap.PERMIT_ALL,
                        peer.policyOut(),
                        peer.prefixLimit(),
                        PeerOptions.ONLY_TOLD),
                local,
                new TenantBgp.Session(
                        session.holdSeconds(),
                        session.ttl(),
                        nextHops.keySet(),
                        session.gracefulRestartSeconds(),
                        session.passive()),
                /* bfd= */ null);
    }

    private static PuntPeers peers(TenantBgp router, List<FrontEndAddress> own) {
        Map<BgpPeering, Terms> terms = new LinkedHashMap<>();
        for (TenantBgp.Peer peer : router.peers()) {
            int link =
                    own.stream()
                            .filter(a -> a.at().address().equals(peer.local()))
                            .findFirst()
                            .orElseThrow()
                            .link();
            terms.put(
                    peer.peering(),
                    new Terms(new Arrival(peer.session().ttl().leastReceived(), link), null));
        }
        return new PuntPeers(RoutingDomainId.DEFAULT, COMPARTMENT, terms);
    }

    /// Takes networks that changed.
    ///
    /// @param all there are, with the changes
    /// @return whether something else is published
    boolean swap(List<Swap> swaps, Collection<CompiledNetwork> all) {
        if (wanted == null) {
            counts = false;
            published.clear();
            return false;
        }
        if (!counts) {
            counts = true;
            all.forEach(network -> count(network, 1));
            return true;
        }
        boolean changed = false;
        for (Swap swap : swaps) {
            if (!swap.keepsClaims()) {
                changed |= count(swap.after(), 1);
                changed |= count(swap.before(), -1);
            }
        }
        return changed;
    }

    private boolean count(@Nullable CompiledNetwork network, int change) {
        if (network == null) {
            return false;
        }
        List<IpPrefix> prefixes =
                Stream.of(
                                network.publicAddresses().stream()
                                        .map(IpAddress::ofIpv4)
                                        .map(IpPrefix::host),
                                network.outsidePrefixes(),
                                network.source().directPrefixes().stream())
                        .flatMap(s -> s)
                        .toList();
        prefixes.forEach(
                prefix -> published.merge(prefix, change, (a, b) -> a + b == 0 ? null : a + b));
        return !prefixes.isEmpty();
    }

    /// What the provider's routers are told.
    List<LocalRoute> told() {
        ProviderBgp bgp = Objects.requireNonNull(wanted);
        if (drained) {
            return List.of();
        }
        List<LocalRoute> routes = new ArrayList<>();
        bgp.pools().forEach(prefix -> routes.add(route(prefix)));
        for (IpPrefix prefix : published.keySet()) {
            if (bgp.pools().stream().noneMatch(pool -> holds(pool, prefix))) {
                routes.add(route(prefix));
            }
        }
        return routes;
    }

    private static boolean holds(IpPrefix pool, IpPrefix prefix) {
        return pool.bits() <= prefix.bits() && pool.contains(prefix.address());
    }

    private static LocalRoute route(IpPrefix prefix) {
        return new LocalRoute(prefix, LocalRoute.Source.NETWORK, "", 0, true, false);
    }
}
