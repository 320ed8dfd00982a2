package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.resource.ResourceIndex.SubnetOf;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The addresses that a gateway speaks BGP from, and calls itself by, where nothing names them.
public final class BgpAddresses {
    private final VirtualGateway gateway;
    private final List<SubnetOf> subnets;

    public BgpAddresses(ResourceIndex index, VirtualGateway gateway) {
        this.gateway = gateway;
        subnets = index.gatewaySubnets(gateway);
    }

    /// The gateway's own in its network: of gateway subnets, and on links of L3 connections.
    public List<IpAddress> own() {
        return Stream.concat(gatewayAddresses(), links().map(L3Connection.L3Address::ipAddress))
                .toList();
    }

    /// Where the session with a peer begins or ends; null: there is none of its family.
    public @Nullable IpAddress local(BgpRouter router, BgpPeer peer) {
        IpAddress named = peer.session().localAddress();
        if (named != null) {
            return named;
        }
        IpAddress near = onNetworkOf(peer.address());
        return near == null ? ofFamily(router, peer.address().isIpv4()) : near;
    }

    /// What a peer is told as the next hop of routes of a family; null: nothing, it is told none.
    public @Nullable IpAddress nextHop(BgpRouter router, BgpPeer peer, BgpFamily family) {
        IpAddress local = local(router, peer);
        boolean ipv4 = family == BgpFamily.IPV4;
        return local != null && local.isIpv4() == ipv4 ? local : ofFamily(router, ipv4);
    }

    /// Null: it has no IPv4 address.
    public @Nullable IpAddress routerId(BgpRouter router) {
        return router.routerId() == null ? ofFamily(router, true) : router.routerId();
    }

    private @Nullable IpAddress onNetworkOf(IpAddress peer) {
        for (L3Connection.L3Address link : (Iterable<L3Connection.L3Address>) links()::iterator) {
            if (IpPrefix.of(link.ipAddress(), link.prefixLength()).contains(peer)) {
                return link.ipAddress();
            }
        }
        for (SubnetOf target : subnets) {
            if (target.subnet().isHostAddress(peer)) {
                return gatewayAddresses()
                        .filter(own -> own.isIpv4() == peer.isIpv4())
                        .filter(target.subnet()::isHostAddress)
                        .findFirst()
                        .orElse(null);
            }
        }
        return null;
    }

    private @Nullable IpAddress ofFamily(BgpRouter router, boolean ipv4) {
        return Stream.concat(router.addresses().stream(), gatewayAddresses())
                .filter(address -> address.isIpv4() == ipv4)
                .findFirst()
                .orElse(null);
    }

    private Stream<IpAddress> gatewayAddresses() {
        return gateway.gatewayAddresses().stream().map(GatewayAddress::ipAddress);
    }

    private Stream<L3Connection.L3Address> links() {
        return gateway.networkConnections().stream()
                .map(NetworkConnection::transport)
                .filter(L3Connection.class::isInstance)
                .map(L3Connection.class::cast)
                .flatMap(l3 -> l3.addresses().stream());
    }
}
