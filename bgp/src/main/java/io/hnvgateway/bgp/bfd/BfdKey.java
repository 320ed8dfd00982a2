package io.hnvgateway.bgp.bfd;

import io.hnvgateway.packet.IpAddress;

/// Between whom a session is.
///
/// @param compartment its index
/// @param multihop RFC 5883: packets are for [BfdHeader#MULTIHOP_PORT], and their TTL says nothing
public record BfdKey(int compartment, IpAddress peer, IpAddress local, boolean multihop) {
    public BfdKey {
        if (compartment < 0) {
            throw new IllegalArgumentException(
                    "compartment " + compartment + ": must be 0 or more");
        }
        if (peer.equals(local) || peer.isIpv4() != local.isIpv4()) {
            throw new IllegalArgumentException(
                    "BFD between %s and %s: two different addresses of one family are needed"
                            .formatted(local, peer));
        }
    }

    /// Of a peer on the same link.
    public BfdKey(int compartment, IpAddress peer, IpAddress local) {
        this(compartment, peer, local, false);
    }
}
