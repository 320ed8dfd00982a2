package io.hnvgateway.app.desired;

import io.hnvgateway.bgp.policy.PolicyMap;
import io.hnvgateway.bgp.rib.PeerOptions;
import io.hnvgateway.bgp.rib.PeerSettings;
import io.hnvgateway.bgp.rib.PrefixLimit;
import io.hnvgateway.bgp.rib.RouteLimits;
import io.hnvgateway.bgp.rib.RouterSettings;
import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.bgp.speaker.Ttl;
import io.hnvgateway.compartments.punt.BfdTimers;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.provider.resource.BgpAddresses;
import io.hnvgateway.provider.resource.BgpBfd;
import io.hnvgateway.provider.resource.BgpFamily;
import io.hnvgateway.provider.resource.BgpPeer;
import io.hnvgateway.provider.resource.BgpPrefixLimit;
import io.hnvgateway.provider.resource.BgpRouter;
import io.hnvgateway.provider.resource.BgpSession;
import io.hnvgateway.provider.resource.ResourceIndex;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.VirtualGateway;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A valid BGP router with its peers and policy maps → what the RIBs and the speaker take.
final class BgpResolver {
    private static final int HOPS_WITHIN_AN_AS = 64;
    private static final int MICROSECONDS_A_MILLISECOND = 1000;

    private final BgpAddresses addresses;
    private final BgpRouter router;
    private final Map<ResourceReference, PolicyMap> maps = new HashMap<>();

    private BgpResolver(ResourceIndex index, VirtualGateway gateway, BgpRouter router) {
        addresses = new BgpAddresses(index, gateway);
        this.router = router;
        gateway.policyMaps()
                .forEach(map -> maps.put(gateway.reference(map), PolicyConvert.map(map)));
    }

    /// Null: no router, or one that is not enabled.
    static @Nullable TenantBgp bgp(ResourceIndex index, @Nullable VirtualGateway gateway) {
        if (gateway == null || gateway.bgpRouters().isEmpty()) {
            return null;
        }
        BgpRouter router = gateway.bgpRouters().getFirst();
        return router.enabled() ? new BgpResolver(index, gateway, router).bgp() : null;
    }

    private TenantBgp bgp() {
        RouteLimits limits = RouteLimits.DEFAULT;
        Set<IpAddress> own =
                addresses.own().stream().map(Convert::address).collect(Collectors.toSet());
        return new TenantBgp(
                new RouterSettings(
                        new Asn(router.asNumber().value()),
                        new RouterId(Objects.requireNonNull(addresses.routerId(router)).ipv4Bits()),
                        own,
                        router.limits().multipath(),
                        new RouteLimits(
                                router.limits().routes(),
                                limits.asPathNumbers(),
                                limits.communities(),
                                limits.recursiveNextHops())),
                new TenantBgp.Redistribution(
                        router.redistribution().subnets(),
                        router.redistribution().customerRoutes(),
                        router.redistribution().connectionRoutes()),
                router.networks().stream().map(Convert::prefix).toList(),
                router.peers().stream().map(this::peer).toList());
    }

    private TenantBgp.Peer peer(BgpPeer peer) {
        BgpSession session = peer.session();
        boolean within = peer.asNumber().equals(router.asNumber());
        int hops = session.hops() != null ? session.hops() : within ? HOPS_WITHIN_AN_AS : 1;
        Ttl ttl = session.ttlSecurity() ? Ttl.SECURITY : Ttl.multihop(hops);
        BgpPrefixLimit limit = peer.prefixLimit();
        PeerSettings settings =
                new PeerSettings(
                        peer.resourceId(),
                        Convert.address(peer.address()),
                        new Asn(peer.asNumber().value()),
                        nextHops(peer),
                        map(peer.policyMapIn()),
                        map(peer.policyMapOut()),
                        new PrefixLimit(
                                limit.maximum(), limit.warningPercent(), limit.restartSeconds()),
                        new PeerOptions(
                                hops > 1,
                                peer.options().enforcesFirstAs(),
                                peer.options().ownAsAllowed(),
                                peer.options().originatesDefault()));
        return new TenantBgp.Peer(
                settings,
                Convert.address(Objects.requireNonNull(addresses.local(router, peer))),
                new TenantBgp.Session(
                        session.holdSeconds(),
                        ttl,
                        settings.localAddresses().keySet(),
                        session.gracefulRestartSeconds(),
                        session.passive()),
                bfd(session.bfd(), hops > 1 && !session.ttlSecurity()));
    }

    /// A peer that may be behind a router has the multihop kind (RFC 5883).
    private static @Nullable BfdTimers bfd(@Nullable BgpBfd asked, boolean multihop) {
        return asked == null
                ? null
                : new BfdTimers(
                        asked.intervalMs() * MICROSECONDS_A_MILLISECOND,
                        asked.multiplier(),
                        multihop);
    }

    /// Of the families that the session carries, which it does where there is one.
    private Map<AddressFamily, IpAddress> nextHops(BgpPeer peer) {
        Set<BgpFamily> families =
                peer.session().families().isEmpty()
                        ? Set.of(BgpFamily.of(peer.address().isIpv4()))
                        : peer.session().families();
        Map<AddressFamily, IpAddress> nextHops = new EnumMap<>(AddressFamily.class);
        for (BgpFamily family : families) {
            var own = Objects.requireNonNull(addresses.nextHop(router, peer, family));
            nextHops.put(AddressFamily.of(Convert.address(own)), Convert.address(own));
        }
        return nextHops;
    }

    private PolicyMap map(@Nullable ResourceReference reference) {
        return reference == null
                ? PolicyMap.PERMIT_ALL
                : Objects.requireNonNull(maps.get(reference));
    }

    static List<BgpPeering> peerings(@Nullable TenantBgp bgp) {
        return bgp == null ? List.of() : bgp.peerings();
    }
}
