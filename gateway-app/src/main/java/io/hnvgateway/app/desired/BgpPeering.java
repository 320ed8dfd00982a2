package io.hnvgateway.app.desired;

import io.hnvgateway.packet.IpAddress;

/// A router of the tenant's and the gateway's address that it speaks BGP with.
///
/// @param peer of the same family as `local`
/// @param local the gateway's own in the tenant's network: of a virtual subnet, or of a link
public record BgpPeering(IpAddress peer, IpAddress local) {
    public BgpPeering {
        if (peer.isIpv4() != local.isIpv4()) {
            throw new IllegalArgumentException(
                    "BGP peer " + peer + " and own address " + local + " are of two families");
        }
    }
}
