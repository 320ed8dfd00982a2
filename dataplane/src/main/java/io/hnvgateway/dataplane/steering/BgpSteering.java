package io.hnvgateway.dataplane.steering;

import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Memory;

/// BGP of the provider's routers with an address of the host, as `bgp.h`. Of any other peer it is
/// the host's, where a routing daemon may run. Fragments are the host's too: BGP has none.
final class BgpSteering {
    private static final int PORT_BGP = 179;
    private static final int PORT_BYTES = 4;

    private BgpSteering() {}

    /// Whether a packet, no fragment, has BGP's port on either side.
    ///
    /// @param at where the protocol's header begins
    /// @param bytes that may be read from there; may be less than 0
    static boolean isBgp(int protocol, long at, int bytes) {
        return protocol == IpProtocol.TCP
                && bytes >= PORT_BYTES
                && (Memory.u16(at) == PORT_BGP || Memory.u16(at + 2) == PORT_BGP);
    }
}
