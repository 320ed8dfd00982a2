package io.hnvgateway.dataplane.steering;

import static io.hnvgateway.dataplane.steering.SteeringVerdict.*;

import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv6Extensions;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.NeighborDiscovery;

/// Verdicts of IPv6, as `ipv6.h`.
final class Ipv6Steering {
    private static final int NEIGHBOR_MESSAGE_BYTES = 24;

    private final SteeringIndex index;

    Ipv6Steering(SteeringIndex index) {
        this.index = index;
    }

    SteeringVerdict verdict(long ip, int length, int link) {
        if (length < Ipv6Header.BYTES) {
            return DROP_TRUNCATED;
        }
        long high = Ipv6Header.destinationHigh(ip);
        long low = Ipv6Header.destinationLow(ip);
        if (Ipv6Header.version(ip) != 6
                || IpAddress.isIpv4(high, low)
                || IpAddress.isIpv4(Ipv6Header.sourceHigh(ip), Ipv6Header.sourceLow(ip))) {
            return DROP_MALFORMED_IPV6;
        }
        int flags = index.flags(high, low);
        if ((flags & AddressFlags.PROVIDER) != 0 && mayBeGre(ip, length)) {
            return PortRole.BACK_END.isIn(link) ? GATEWAY_NVGRE : DROP_NVGRE_OFF_BACK_END;
        }
        boolean ownVlan = (link & PortPolicy.GATEWAY_VLAN) != 0;
        boolean discovery = isDiscovery(ip, length);
        if (discovery && (ownVlan || isAboutGateway(ip, length))) {
            return ownVlan || PortRole.FRONT_END.isIn(link) ? GATEWAY_ND : DROP_ND_OFF_FRONT_END;
        }
        boolean linkLocal = isLinkLocal(high);
        boolean host = (flags & AddressFlags.HOST) != 0 || linkLocal || isLinkMulticast(high);
        if (!(discovery && host) && isRewriteSource(ip, link)) {
            return GATEWAY_REWRITE;
        }
        if (ownVlan && linkLocal) {
            return GATEWAY_OWN;
        }
        if ((flags & AddressFlags.VPN) != 0 && isForVpn(ip, length)) {
            return PortRole.FRONT_END.isIn(link) ? GATEWAY_TUNNEL : DROP_PUBLIC_OFF_FRONT_END;
        }
        if (host) {
            return isOfBgpPeer(ip, length, flags, link) ? GATEWAY_OWN : HOST_IPV6;
        }
        return unicast(high, low, flags, link);
    }

    private boolean isOfBgpPeer(long ip, int length, int flags, int link) {
        return PortRole.FRONT_END.isIn(link)
                && (flags & AddressFlags.HOST) != 0
                && BgpSteering.isBgp(
                        Ipv6Header.nextHeader(ip), ip + Ipv6Header.BYTES, length - Ipv6Header.BYTES)
                && (index.flags(Ipv6Header.sourceHigh(ip), Ipv6Header.sourceLow(ip))
                                & AddressFlags.BGP_PEER)
                        != 0;
    }

    private SteeringVerdict unicast(long high, long low, int flags, int link) {
        if (index.isPublic(high, low)) {
            return PortRole.FRONT_END.isIn(link) ? GATEWAY_PUBLIC : DROP_PUBLIC_OFF_FRONT_END;
        }
        if ((link & PortPolicy.GATEWAY_VLAN) != 0 && (flags & AddressFlags.GATEWAY) != 0) {
            return GATEWAY_OWN;
        }
        return DROP_FOREIGN_IPV6;
    }

    /// Behind a fragment header only the first look tells; other extension headers are the host's.
    private static boolean isForVpn(long ip, int length) {
        int next = Ipv6Header.nextHeader(ip);
        long behind = ip + Ipv6Header.BYTES;
        int bytes = length - Ipv6Header.BYTES;
        if (next != Ipv6Extensions.FRAGMENT) {
            return VpnSteering.isOfTunnel(next, false, behind, bytes);
        }
        return bytes > 0 && VpnSteering.isOfTunnel(Memory.u8(behind), true, behind, bytes);
    }

    private boolean isRewriteSource(long ip, int link) {
        return PortRole.BACK_END.isIn(link)
                && (index.flags(Ipv6Header.sourceHigh(ip), Ipv6Header.sourceLow(ip))
                                & AddressFlags.REWRITE)
                        != 0;
    }

    /// Behind extension headers GRE may follow: the worker looks, the kernel never gets it. A
    /// fragment header is no cover for what is plainly the host's.
    private static boolean mayBeGre(long ip, int length) {
        int next = Ipv6Header.nextHeader(ip);
        if (next == Ipv6Extensions.FRAGMENT && length > Ipv6Header.BYTES) {
            next = Memory.u8(ip + Ipv6Header.BYTES);
        }
        return next == IpProtocol.GRE || Ipv6Extensions.isExtension(next);
    }

    private static boolean isDiscovery(long ip, int length) {
        return Ipv6Header.nextHeader(ip) == IpProtocol.ICMPV6
                && length > Ipv6Header.BYTES
                && Icmpv6Header.isNeighborDiscovery(Icmpv6Header.type(ip + Ipv6Header.BYTES));
    }

    private boolean isAboutGateway(long ip, int length) {
        long icmp = ip + Ipv6Header.BYTES;
        if (length < Ipv6Header.BYTES + NEIGHBOR_MESSAGE_BYTES) {
            return false;
        }
        int type = Icmpv6Header.type(icmp);
        if (type != Icmpv6Header.NEIGHBOR_SOLICITATION
                && type != Icmpv6Header.NEIGHBOR_ADVERTISEMENT) {
            return false;
        }
        int flags =
                index.flags(NeighborDiscovery.targetHigh(icmp), NeighborDiscovery.targetLow(icmp));
        return (flags & AddressFlags.GATEWAY) != 0;
    }

    private static boolean isLinkLocal(long high) {
        return high >>> 54 == 0x3fa;
    }

    private static boolean isLinkMulticast(long high) {
        return (high >>> 48 & 0xff0f) == 0xff02;
    }
}
