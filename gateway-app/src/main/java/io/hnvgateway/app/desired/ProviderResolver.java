package io.hnvgateway.app.desired;

import io.hnvgateway.bgp.policy.PolicyMap;
import io.hnvgateway.bgp.rib.PrefixLimit;
import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.bgp.speaker.Ttl;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.provider.resource.BgpFamily;
import io.hnvgateway.provider.resource.BgpPeer;
import io.hnvgateway.provider.resource.BgpPrefixLimit;
import io.hnvgateway.provider.resource.BgpSession;
import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.ProviderRouter;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The gateway's own settings, valid → the BGP router of the default compartment.
final class ProviderResolver {
    private ProviderResolver() {}

    /// @param pool where public addresses are given out from
    /// @return null: there is none
    static @Nullable ProviderBgp resolve(List<Gateway> gateways, List<IpRange> pool) {
        ProviderRouter router = gateways.isEmpty() ? null : gateways.getFirst().router();
        if (router == null) {
            return null;
        }
        Gateway gateway = gateways.getFirst();
        Map<ResourceReference, PolicyMap> maps = new HashMap<>();
        gateway.policyMaps()
                .forEach(map -> maps.put(gateway.reference(map), PolicyConvert.map(map)));
        IpAddress routerId = router.routerId();
        return new ProviderBgp(
                new Asn(router.asNumber().value()),
                routerId == null ? null : new RouterId(routerId.ipv4Bits()),
                pool.stream().flatMap(range -> prefixes(range).stream()).distinct().toList(),
                router.peers().stream().map(peer -> peer(peer, maps)).toList());
    }

    private static ProviderBgp.Peer peer(BgpPeer peer, Map<ResourceReference, PolicyMap> maps) {
        BgpSession session = peer.session();
        BgpPrefixLimit limit = peer.prefixLimit();
        ResourceReference out = peer.policyMapOut();
        return new ProviderBgp.Peer(
                Convert.address(peer.address()),
                new Asn(peer.asNumber().value()),
                session.localAddress() == null ? null : Convert.address(session.localAddress()),
                out == null ? PolicyMap.PERMIT_ALL : Objects.requireNonNull(maps.get(out)),
                new PrefixLimit(limit.maximum(), limit.warningPercent(), limit.restartSeconds()),
                new TenantBgp.Session(
                        session.holdSeconds(),
                        session.ttlSecurity() ? Ttl.SECURITY : Ttl.DIRECT,
                        session.families().stream()
                                .map(ProviderResolver::family)
                                .collect(Collectors.toSet()),
                        session.gracefulRestartSeconds(),
                        session.passive()));
    }

    private static AddressFamily family(BgpFamily family) {
        return family == BgpFamily.IPV4 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST;
    }

    /// The fewest prefixes that are the range together; of IPv4.
    static List<IpPrefix> prefixes(IpRange range) {
        List<IpPrefix> prefixes = new ArrayList<>();
        long last = Integer.toUnsignedLong(range.last().ipv4Bits());
        long first = Integer.toUnsignedLong(range.first().ipv4Bits());
        while (first <= last) {
            int zeros = first == 0 ? Integer.SIZE : Long.numberOfTrailingZeros(first);
            int fitting = 63 - Long.numberOfLeadingZeros(last - first + 1);
            int bits = Math.min(Math.min(zeros, fitting), Integer.SIZE);
            prefixes.add(
                    IpPrefix.of(
                            io.hnvgateway.packet.IpAddress.ofIpv4((int) first),
                            Integer.SIZE - bits));
            first += 1L << bits;
        }
        return prefixes;
    }
}
