package io.hnvgateway.compartments.punt;

import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.packet.IpAddress;
import org.jspecify.annotations.Nullable;

/// A tenant's router that speaks BGP with an address of the gateway's, or one of the provider's;
/// immutable.
///
/// @param number 1..[AliasAddress#LIMIT] - 1, the same while the peer is configured
/// @param compartment index of its compartment, which may be another one's later: the routing
///   domain must fit too
/// @param peer its address in the tenant's network
/// @param local the gateway's address there, of the same family
/// @param arrival how its packets arrive, and ours leave
/// @param bfd null: not watched by BFD
/// @param state what changes with traffic; kept when the table is replaced
public record PuntPeer(
        int number,
        int compartment,
        RoutingDomainId rdid,
        IpAddress peer,
        IpAddress local,
        Arrival arrival,
        @Nullable BfdTimers bfd,
        PuntState state) {

    public PuntPeer {
        if (number <= 0 || number >= AliasAddress.LIMIT) {
            throw new IllegalArgumentException("number of a peer: " + number);
        }
        if (peer.isIpv4() != local.isIpv4()) {
            throw new IllegalArgumentException(
                    "BGP peer " + peer + " and own address " + local + " are of two families");
        }
    }

    /// How packets of a peer arrive.
    ///
    /// @param leastTtl the TTL or hop limit that they have at least (RFC 5082): 255 from the same
    ///   link; 0: any
    /// @param link index of the front end's link that a router of the provider's is a neighbour on;
    ///   [#NO_LINK]: a tenant's, whose compartment has the ways
    public record Arrival(int leastTtl, int link) {
        public static final int NO_LINK = -1;

        /// A tenant's router, without TTL security.
        public static final Arrival ANY = new Arrival(0, NO_LINK);
    }

    /// The same, not watched by BFD.
    public PuntPeer withoutBfd() {
        return new PuntPeer(number, compartment, rdid, peer, local, arrival, null, state);
    }

    /// Whether it is one of the provider's.
    public boolean isProviders() {
        return arrival.link != Arrival.NO_LINK;
    }

    /// Whether what arrives with this TTL or hop limit may be the peer's.
    public boolean admitsTtl(int ttl) {
        return ttl >= arrival.leastTtl;
    }

    /// Whether what arrives on this link may be the peer's; of a tenant's, its compartment has said
    /// so.
    public boolean admitsLink(int link) {
        return arrival.link == Arrival.NO_LINK || arrival.link == link;
    }

    public boolean isIpv6() {
        return !peer.isIpv4();
    }

    /// What stands for its address among the speakers.
    public IpAddress peerAlias() {
        return AliasAddress.peer(number, isIpv6());
    }

    /// What stands for the gateway's address among the speakers.
    public IpAddress localAlias() {
        return AliasAddress.local(number, isIpv6());
    }

    /// Whether this is what stands for the gateway's address, in a packet of this family.
    public boolean isLocalAlias(long high, long low, boolean ipv6) {
        return ipv6 == isIpv6()
                && high == AliasAddress.localHigh(ipv6)
                && low == AliasAddress.localLow(number, ipv6);
    }
}
