package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The default compartment: the world outside as tenants' packets see it, compiled and immutable.
///
/// @param owners who an address belongs to: PUBLIC, COMPARTMENT (a routed prefix), HOST, PROTECTED,
///   ROUTER, or none, as [FibEntry]
/// @param routes front-end routes only: GATEWAY, ON_LINK or GROUP
/// @param groups of equal-cost routes: what GROUP entries of `routes` name
/// @param ingressAdjacency slot that packets from any front-end port match
/// @param linkAddresses by link index
/// @param tenantLinks the gateway's addresses on the links of L3 connections, by link
/// @param frontEndPorts by port index: whether public addresses and routed prefixes are served
///   there
@SuppressWarnings("ArrayRecordComponent") // never changed after construction; read on every packet
public record FrontEnd(
        PrefixTable owners,
        Fib routes,
        NextHopGroups groups,
        int ingressAdjacency,
        List<LinkAddresses> linkAddresses,
        Map<Integer, LinkAddresses> tenantLinks,
        boolean[] frontEndPorts) {

    public FrontEnd {
        linkAddresses = List.copyOf(linkAddresses);
        tenantLinks = Map.copyOf(tenantLinks);
    }

    /// Without tenants' links.
    public FrontEnd(
            PrefixTable owners,
            Fib routes,
            NextHopGroups groups,
            int ingressAdjacency,
            List<LinkAddresses> linkAddresses,
            boolean[] frontEndPorts) {
        this(owners, routes, groups, ingressAdjacency, linkAddresses, Map.of(), frontEndPorts);
    }

    /// The host's first address of each family on a link, the source of ICMP errors to the outside.
    public record LinkAddresses(@Nullable IpAddress ipv4, @Nullable IpAddress ipv6) {
        public static final LinkAddresses NONE = new LinkAddresses(null, null);

        @Nullable IpAddress of(boolean wantIpv6) {
            return wantIpv6 ? ipv6 : ipv4;
        }
    }

    /// Whether it is one of [#portAddress] of the link.
    public boolean isLinkAddress(int link, long high, long low) {
        IpAddress own = portAddress(link, !IpAddress.isIpv4(high, low));
        return own != null && own.high() == high && own.low() == low;
    }

    public @Nullable IpAddress portAddress(int link, boolean ipv6) {
        LinkAddresses own =
                TenantLinks.isTenants(link)
                        ? tenantLinks.getOrDefault(link, LinkAddresses.NONE)
                        : linkAddresses.get(link);
        return own.of(ipv6);
    }

    /// The [FibEntry] of `routes` for an address; where next hops are of equal cost, that of the
    /// flow, past those that do not answer.
    ///
    /// @param flowHash the same for all packets of a flow
    public int route(long high, long low, int flowHash, NextHopGroup.Liveness liveness) {
        return groups.resolve(routes.lookup(high, low), flowHash, liveness);
    }

    public boolean serves(int port) {
        return port < frontEndPorts.length && frontEndPorts[port];
    }
}
