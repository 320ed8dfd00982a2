package io.hnvgateway.app.pipeline;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;

/// IPv6 of VMs, which this version does not carry: a router advertisement has a reason of its own.
final class Ipv6Refusal {
    private static final int HEADER_BYTES = 40;
    private static final int NEXT_HEADER_OFFSET = 6;
    private static final int ROUTER_ADVERTISEMENT = 134;

    private Ipv6Refusal() {}

    static Verdict refuse(Packet p) {
        long ip = p.address + EthernetHeader.BYTES;
        boolean advertisement =
                p.length > EthernetHeader.BYTES + HEADER_BYTES
                        && Memory.u8(ip + NEXT_HEADER_OFFSET) == IpProtocol.ICMPV6
                        && Memory.u8(ip + HEADER_BYTES) == ROUTER_ADVERTISEMENT;
        return p.drop(
                advertisement ? DropReason.ROUTER_ADVERTISEMENT_FROM_VM : DropReason.INNER_IPV6);
    }
}
