package io.hnvgateway.dataplane.steering;

import static io.hnvgateway.dataplane.steering.SteeringVerdict.*;

import io.hnvgateway.packet.ArpHeader;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.UdpHeader;
import java.util.List;

/// Decides in Java what `hnv_xdp.bpf.c` decides in the kernel, step by step the same.
///
/// Threads: the policy is set by the control thread, [#verdict] is called by workers.
public final class SteeringFilter {
    private static final int TYPE_LLDP = 0x88cc;
    private static final int PROTOCOL_IGMP = 2;
    private static final int DHCP_CLIENT_PORT = 68;
    private static final int FRAGMENT_OFFSET_MASK = 0x1fff;
    private static final int IPV6_HEADER_BYTES = 40;

    private volatile SteeringIndex index;

    public SteeringFilter(SteeringPolicy policy, List<String> devices) {
        index = new SteeringIndex(policy, devices);
    }

    public void replace(SteeringPolicy policy, List<String> devices) {
        index = new SteeringIndex(policy, devices);
    }

    /// @param frame address of the Ethernet header
    /// @param length bytes that may be read from there
    /// @param strippedTag 802.1Q tag that the kernel took out of the frame, -1 if none
    /// @param port index of the port, whose own MAC address is `portMac`
    public SteeringVerdict verdict(
            long frame, int length, int strippedTag, int port, long portMac) {
        if (length < EthernetHeader.BYTES) {
            return DROP_TRUNCATED;
        }
        long destination = EthernetHeader.destination(frame);
        if (destination != portMac && !MacAddress.isGroup(destination)) {
            return DROP_OTHER_MAC;
        }
        if (strippedTag >= 0) {
            return verdictOf(
                    frame + 14, length - 14, EthernetHeader.type(frame), strippedTag, port);
        }
        if (EthernetHeader.type(frame) != EthernetHeader.TYPE_VLAN) {
            return verdictOf(frame + 14, length - 14, EthernetHeader.type(frame), 0, port);
        }
        if (length < EthernetHeader.BYTES + EthernetHeader.VLAN_TAG_BYTES) {
            return DROP_TRUNCATED;
        }
        int type = EthernetHeader.taggedType(frame);
        return verdictOf(frame + 18, length - 18, type, EthernetHeader.vlanId(frame), port);
    }

    private SteeringVerdict verdictOf(long at, int length, int type, int tag, int port) {
        SteeringIndex now = index;
        SteeringVerdict verdict =
                switch (type) {
                    case EthernetHeader.TYPE_IPV4 -> ipv4(now, at, length, port);
                    case EthernetHeader.TYPE_ARP -> arp(now, at, length, port);
                    case EthernetHeader.TYPE_IPV6 -> ipv6(now, at, length);
                    case TYPE_LLDP -> HOST_LLDP;
                    default -> DROP_ETHERTYPE;
                };
        int vlan = tag & 0xfff;
        return vlan == 0 ? verdict : tagged(now, verdict, vlan, port);
    }

    /// In a VLAN that is not the host's nothing passes; in one of the host's all but the gateway's.
    private static SteeringVerdict tagged(
            SteeringIndex now, SteeringVerdict verdict, int vlan, int port) {
        return switch (verdict) {
            case GATEWAY_NVGRE,
                    GATEWAY_PUBLIC,
                    GATEWAY_ARP,
                    DROP_TRUNCATED,
                    DROP_NVGRE_OFF_BACK_END,
                    DROP_PUBLIC_OFF_FRONT_END,
                    DROP_ARP_OFF_FRONT_END ->
                    verdict;
            default -> now.isHostVlan(port, vlan) ? HOST_VLAN : DROP_FOREIGN_VLAN;
        };
    }

    private static SteeringVerdict arp(SteeringIndex now, long arp, int length, int port) {
        if (length < ArpHeader.BYTES) {
            return DROP_TRUNCATED;
        }
        if ((now.flags(ArpHeader.targetAddress(arp)) & SteeringPolicy.GATEWAY) == 0) {
            return HOST_ARP;
        }
        return now.hasRole(port, PortRole.FRONT_END) ? GATEWAY_ARP : DROP_ARP_OFF_FRONT_END;
    }

    private static SteeringVerdict ipv4(SteeringIndex now, long ip, int length, int port) {
        if (length < Ipv4Header.BYTES) {
            return DROP_TRUNCATED;
        }
        if (Ipv4Header.version(ip) != 4 || Ipv4Header.headerBytes(ip) < Ipv4Header.BYTES) {
            return DROP_MALFORMED_IPV4;
        }
        int destination = Ipv4Header.destination(ip);
        int flags = now.flags(destination);
        if (Ipv4Header.protocol(ip) == IpProtocol.GRE && (flags & SteeringPolicy.PROVIDER) != 0) {
            return now.hasRole(port, PortRole.BACK_END) ? GATEWAY_NVGRE : DROP_NVGRE_OFF_BACK_END;
        }
        if ((flags & SteeringPolicy.HOST) != 0) {
            return HOST_IPV4;
        }
        if (now.isPublic(destination)) {
            return now.hasRole(port, PortRole.FRONT_END)
                    ? GATEWAY_PUBLIC
                    : DROP_PUBLIC_OFF_FRONT_END;
        }
        return foreignIpv4(ip, length, destination);
    }

    private static SteeringVerdict foreignIpv4(long ip, int length, int destination) {
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

    private static SteeringVerdict ipv6(SteeringIndex now, long ip, int length) {
        if (length < IPV6_HEADER_BYTES) {
            return DROP_TRUNCATED;
        }
        if (Memory.u8(ip + 6) == IpProtocol.GRE) {
            return DROP_FOREIGN_IPV6;
        }
        int firstTwo = Memory.u16(ip + 24);
        if ((firstTwo & 0xff0f) == 0xff02 || (firstTwo & 0xffc0) == 0xfe80) {
            return HOST_IPV6;
        }
        return now.isHostIpv6(Memory.u64(ip + 24), Memory.u64(ip + 32))
                ? HOST_IPV6
                : DROP_FOREIGN_IPV6;
    }
}
