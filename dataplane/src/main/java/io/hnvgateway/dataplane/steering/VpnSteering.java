package io.hnvgateway.dataplane.steering;

import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.UdpHeader;

/// What peers of tenants' tunnels send to a VPN address, as `vpn.h`: ESP, plain or in UDP (RFC
/// 3948), and GRE are the gateway's; IKE is the host's. Of fragments nobody can tell.
final class VpnSteering {
    private static final int PORT_IKE_NAT = 4500;

    /// UDP header and the marker, zero before IKE (RFC 3948 §2.2).
    private static final int MARKED_BYTES = UdpHeader.BYTES + 4;

    private static final int GRE_IPV4 = 0x0800;
    private static final int GRE_IPV6 = 0x86dd;

    private VpnSteering() {}

    /// Whether a packet to a VPN address is of a tunnel.
    ///
    /// @param at where the protocol's header begins
    /// @param bytes that may be read from there; may be less than 0
    static boolean isOfTunnel(int protocol, boolean fragment, long at, int bytes) {
        return switch (protocol) {
            case IpProtocol.ESP, IpProtocol.GRE -> true;
            case IpProtocol.UDP -> fragment || isEspInUdp(at, bytes);
            default -> false;
        };
    }

    /// Bytes behind the UDP datagram may be padding: its own length tells.
    private static boolean isEspInUdp(long udp, int bytes) {
        if (bytes < UdpHeader.BYTES || UdpHeader.destinationPort(udp) != PORT_IKE_NAT) {
            return false;
        }
        return bytes < MARKED_BYTES
                || UdpHeader.lengthBytes(udp) < MARKED_BYTES
                || Memory.u32(udp + UdpHeader.BYTES) != 0;
    }

    /// GRE of a tunnel, and not NVGRE.
    static boolean isIpInGre(long gre, int bytes) {
        if (bytes < 4) {
            return false;
        }
        int type = Memory.u16(gre + 2);
        return type == GRE_IPV4 || type == GRE_IPV6;
    }
}
