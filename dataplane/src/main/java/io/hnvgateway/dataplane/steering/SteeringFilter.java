package io.hnvgateway.dataplane.steering;

import static io.hnvgateway.dataplane.steering.SteeringVerdict.*;

import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Memory;

/// Decides in Java what `hnv_xdp.bpf.c` decides in the kernel, step by step the same.
///
/// Threads: the index is written by the control thread, [#verdict] is called by workers.
public final class SteeringFilter {
    private static final int TYPE_LLDP = 0x88cc;
    private static final int VLAN_MASK = 0xfff;

    private final SteeringIndex index;
    private final Ipv4Steering ipv4;
    private final Ipv6Steering ipv6;

    SteeringFilter(SteeringIndex index) {
        this.index = index;
        this.ipv4 = new Ipv4Steering(index);
        this.ipv6 = new Ipv6Steering(index);
    }

    /// @param frame address of the Ethernet header
    /// @param length bytes that may be read from there
    /// @param strippedTag tag that the kernel took out of the frame, its type in the high 16 bits;
    ///   0 if none
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
        int type = EthernetHeader.type(frame);
        if (strippedTag != 0) {
            return tagged(frame + 14, length - 14, type, strippedTag, port);
        }
        if (!EthernetHeader.isVlan(type)) {
            return protocol(frame + 14, length - 14, type, index.untaggedLink(port));
        }
        if (length < EthernetHeader.BYTES + EthernetHeader.VLAN_TAG_BYTES) {
            return DROP_TRUNCATED;
        }
        int tag = Memory.u32(frame + 12);
        return tagged(frame + 18, length - 18, EthernetHeader.taggedType(frame), tag, port);
    }

    /// In a VLAN of the gateway nothing is the host's; in one of the host's all is but what would
    /// be the gateway's elsewhere; in any other nothing passes.
    private SteeringVerdict tagged(long at, int length, int type, int tag, int port) {
        int vlan = tag & VLAN_MASK;
        if (vlan == 0) {
            return protocol(at, length, type, index.untaggedLink(port));
        }
        int link = vlanLink(port, tag >>> 16, vlan);
        SteeringVerdict verdict = protocol(at, length, type, link);
        if ((link & PortPolicy.GATEWAY_VLAN) != 0) {
            return verdict.isHost() ? DROP_FOREIGN_VLAN : verdict;
        }
        return switch (verdict) {
            case DROP_TRUNCATED,
                    DROP_NVGRE_OFF_BACK_END,
                    DROP_PUBLIC_OFF_FRONT_END,
                    DROP_ARP_OFF_FRONT_END,
                    DROP_ND_OFF_FRONT_END ->
                    verdict;
            default -> (link & PortPolicy.HOST_VLAN) != 0 ? HOST_VLAN : DROP_FOREIGN_VLAN;
        };
    }

    /// A VLAN of the gateway is tagged by 802.1Q; one of the host's may be by 802.1ad too.
    private int vlanLink(int port, int tagType, int vlan) {
        int link = index.vlanLink(port, vlan);
        return tagType == EthernetHeader.TYPE_VLAN ? link : link & PortPolicy.HOST_VLAN;
    }

    /// Whatever the addresses: they are of the tenant's own space.
    private static SteeringVerdict ofTenant(int type) {
        return switch (type) {
            case EthernetHeader.TYPE_IPV4, EthernetHeader.TYPE_ARP, EthernetHeader.TYPE_IPV6 ->
                    GATEWAY_TUNNEL;
            default -> DROP_ETHERTYPE;
        };
    }

    private SteeringVerdict protocol(long at, int length, int type, int link) {
        if (PortRole.TENANT.isIn(link)) {
            return ofTenant(type);
        }
        return switch (type) {
            case EthernetHeader.TYPE_IPV4 -> ipv4.verdict(at, length, link);
            case EthernetHeader.TYPE_ARP -> ipv4.arpVerdict(at, length, link);
            case EthernetHeader.TYPE_IPV6 -> ipv6.verdict(at, length, link);
            case TYPE_LLDP -> HOST_LLDP;
            default -> DROP_ETHERTYPE;
        };
    }
}
