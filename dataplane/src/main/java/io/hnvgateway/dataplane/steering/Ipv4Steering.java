package io.hnvgateway.dataplane.steering;

import static io.hnvgateway.dataplane.steering.SteeringVerdict.*;

import io.hnvgateway.packet.ArpHeader;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.UdpHeader;

/// Verdicts of ARP and IPv4, as `ipv4.h`.
final class Ipv4Steering {
    private static final int PROTOCOL_IGMP = 2;
    private static final int DHCP_CLIENT_PORT = 68;
    private static final int FRAGMENT_OFFSET_MASK = 0x1fff;

    private final SteeringIndex index;

    Ipv4Steering(SteeringIndex index) {
        this.index = index;
    }

    private int flags(int address) {
        return index.flags(0, IpAddress.mapped(address));
    }

    /// On a link that the gateway tags all ARP is its own: it resolves its neighbours there itself.
    SteeringVerdict arpVerdict(long arp, int length, int link) {
        if (length < ArpHeader.BYTES) {
            return DROP_TRUNCATED;
        }
        if ((link & PortPolicy.GATEWAY_VLAN) != 0) {
            return GATEWAY_ARP;
        }
        if ((flags(ArpHeader.targetAddress(arp)) & AddressFlags.GATEWAY) == 0) {
            return HOST_ARP;
        }
        return PortRole.FRONT_END.isIn(link) ? GATEWAY_ARP : DROP_ARP_OFF_FRONT_END;
    }

    SteeringVerdict verdict(long ip, int length, int link) {
        if (length < Ipv4Header.BYTES) {
            return DROP_TRUNCATED;
        }
        if (Ipv4Header.version(ip) != 4 || Ipv4Header.headerBytes(ip) < Ipv4Header.BYTES) {
            return DROP_MALFORMED_IPV4;
        }
        int destination = Ipv4Header.destination(ip);
        int flags = flags(destination);
        if (isForProvider(ip, length, flags)) {
            return PortRole.BACK_END.isIn(link) ? GATEWAY_NVGRE : DROP_NVGRE_OFF_BACK_END;
        }
        if (PortRole.BACK_END.isIn(link)
                && (flags(Ipv4Header.source(ip)) & AddressFlags.REWRITE) != 0) {
            return GATEWAY_REWRITE;
        }
        if ((flags & AddressFlags.VPN) != 0 && isForVpn(ip, length)) {
            return PortRole.FRONT_END.isIn(link) ? GATEWAY_TUNNEL : DROP_PUBLIC_OFF_FRONT_END;
        }
        if ((flags & AddressFlags.HOST) != 0) {
            return isOfBgpPeer(ip, length, link) ? GATEWAY_OWN : HOST_IPV4;
        }
        if (index.isPublic(0, IpAddress.mapped(destination))) {
            return PortRole.FRONT_END.isIn(link) ? GATEWAY_PUBLIC : DROP_PUBLIC_OFF_FRONT_END;
        }
        if ((link & PortPolicy.GATEWAY_VLAN) != 0 && (flags & AddressFlags.GATEWAY) != 0) {
            return GATEWAY_OWN;
        }
        return foreign(ip, length, destination);
    }

    private boolean isOfBgpPeer(long ip, int length, int link) {
        int headerBytes = Ipv4Header.headerBytes(ip);
        return PortRole.FRONT_END.isIn(link)
                && !isFragment(ip)
                && BgpSteering.isBgp(
                        Ipv4Header.protocol(ip), ip + headerBytes, length - headerBytes)
                && (flags(Ipv4Header.source(ip)) & AddressFlags.BGP_PEER) != 0;
    }

    private static boolean isFragment(long ip) {
        int flagsAndOffset = Ipv4Header.flagsAndOffset(ip);
        return (flagsAndOffset & (Ipv4Header.MORE_FRAGMENTS | FRAGMENT_OFFSET_MASK)) != 0;
    }

    private static boolean isForVpn(long ip, int length) {
        int headerBytes = Ipv4Header.headerBytes(ip);
        return VpnSteering.isOfTunnel(
                Ipv4Header.protocol(ip), isFragment(ip), ip + headerBytes, length - headerBytes);
    }

    /// NVGRE for a provider address; where tunnels end there too, not theirs.
    private static boolean isForProvider(long ip, int length, int flags) {
        int headerBytes = Ipv4Header.headerBytes(ip);
        return Ipv4Header.protocol(ip) == IpProtocol.GRE
                && (flags & AddressFlags.PROVIDER) != 0
                && ((flags & AddressFlags.VPN) == 0
                        || !VpnSteering.isIpInGre(ip + headerBytes, length - headerBytes));
    }

    private static SteeringVerdict foreign(long ip, int length, int destination) {
        if (isDhcpReply(ip, length)) {
            return HOST_DHCP;
        }
        if (destination == -1) {
            return DROP_BROADCAST;
        }
        if (destination >>> 28 != 0xe) {
            return DROP_FOREIGN_IPV4;
        }
        return Ipv4Header.protocol(ip) == PROTOCOL_IGMP ? HOST_IGMP : DROP_MULTICAST;
    }

    private static boolean isDhcpReply(long ip, int length) {
        return Ipv4Header.protocol(ip) == IpProtocol.UDP
                && Ipv4Header.headerBytes(ip) == Ipv4Header.BYTES
                && (Ipv4Header.flagsAndOffset(ip) & FRAGMENT_OFFSET_MASK) == 0
                && length >= Ipv4Header.BYTES + UdpHeader.BYTES
                && UdpHeader.destinationPort(ip + Ipv4Header.BYTES) == DHCP_CLIENT_PORT;
    }
}
