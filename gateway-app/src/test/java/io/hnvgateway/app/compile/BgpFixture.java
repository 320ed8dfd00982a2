package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.BgpPeering;
import io.hnvgateway.app.desired.ProviderBgp;
import io.hnvgateway.app.desired.TenantBgp;
import io.hnvgateway.bgp.policy.PolicyMap;
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
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A router of AS 64512 with one peer.
public final class BgpFixture {
    private BgpFixture() {}

    public static TenantBgp router(BgpPeering peering, Ttl ttl) {
        return router(peering, ttl, null);
    }

    /// @param bfd null: its peer is not watched by BFD
    public static TenantBgp router(BgpPeering peering, Ttl ttl, @Nullable BfdTimers bfd) {
        AddressFamily family = AddressFamily.of(peering.local());
        return new TenantBgp(
                new RouterSettings(
                        new Asn(64512),
                        new RouterId(1),
                        Set.of(peering.local()),
                        1,
                        RouteLimits.DEFAULT),
                new TenantBgp.Redistribution(true, true, true),
                List.of(),
                List.of(
                        new TenantBgp.Peer(
                                new PeerSettings(
                                        "router",
                                        peering.peer(),
                                        new Asn(65001),
                                        Map.of(family, peering.local())),
                                peering.local(),
                                new TenantBgp.Session(180, ttl, Set.of(family), 120, false),
                                bfd)));
    }

    /// The router of the default compartment, of the same AS, with routers of AS 65000.
    ///
    /// @param pools told whole
    public static ProviderBgp provider(List<String> pools, Ttl ttl, String... peers) {
        return new ProviderBgp(
                new Asn(64512),
                null,
                pools.stream().map(IpPrefix::parse).toList(),
                Stream.of(peers).map(peer -> providerPeer(IpAddress.parse(peer), ttl)).toList());
    }

    private static ProviderBgp.Peer providerPeer(IpAddress address, Ttl ttl) {
        return new ProviderBgp.Peer(
                address,
                new Asn(65000),
                null,
                PolicyMap.PERMIT_ALL,
                PrefixLimit.DEFAULT,
                new TenantBgp.Session(180, ttl, Set.of(), 120, false));
    }
}
