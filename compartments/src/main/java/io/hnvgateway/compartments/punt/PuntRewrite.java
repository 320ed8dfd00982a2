package io.hnvgateway.compartments.punt;

import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.flow.AddressExchange;

/// Exchanges a peer's addresses for its aliases and back, in place; checksums follow (RFC 1624).
/// Nothing else of the packet changes.
public final class PuntRewrite {
    private PuntRewrite() {}

    /// P → L becomes p' → l'; so does an ICMP error of whatever router on the way, for nobody but
    /// the peer is known among the speakers.
    ///
    /// @param p of the peer's family, transport header parsed
    public static void toSpeakers(Packet p, PuntPeer peer) {
        boolean ipv6 = p.ipv6;
        int n = peer.number();
        AddressExchange.source(p, AliasAddress.peerHigh(ipv6), AliasAddress.peerLow(n, ipv6));
        AddressExchange.destination(
                p, AliasAddress.localHigh(ipv6), AliasAddress.localLow(n, ipv6));
    }

    /// l' → p' becomes L → P.
    ///
    /// @param p of the peer's family, transport header parsed
    public static void toPeer(Packet p, PuntPeer peer) {
        AddressExchange.source(p, peer.local().high(), peer.local().low());
        AddressExchange.destination(p, peer.peer().high(), peer.peer().low());
    }

    /// Undoes [#toPeer].
    public static void backToSpeakers(Packet p, PuntPeer peer) {
        boolean ipv6 = p.ipv6;
        int n = peer.number();
        AddressExchange.source(p, AliasAddress.localHigh(ipv6), AliasAddress.localLow(n, ipv6));
        AddressExchange.destination(p, AliasAddress.peerHigh(ipv6), AliasAddress.peerLow(n, ipv6));
    }
}
