package io.hnvgateway.benchmarks.micro;

import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.GreHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;

/// Writes the first frames of ever new UDP or TCP sessions, each an Ethernet frame of 64 bytes, FCS
/// included.
///
/// Session `i` is one of endpoint `i % endpoints`, which is a VM of tenant `endpoint % tenants`; an
/// endpoint's sessions take one source port after another.
final class SessionFrames {
    private static final int FIRST_PORT = 1024;
    private static final int PORTS = 60_000;
    private static final int SERVER_PORT = 443;
    private static final int SERVER = 0xcb00_7107;
    private static final int IP_BYTES = 46;
    private static final int TTL = 64 << 8;
    private static final int TTL_AND_GRE = 128 << 8 | IpProtocol.GRE;
    private static final int CHECKSUM = 0x1234;
    private static final int SEQUENCE = 1_000_000;
    private static final int TCP_HEADER_AND_WINDOW = 5 << 28 | 0xffff;
    private static final int FLAGS_SHIFT = 16;
    private static final int INNER_BYTES = GreHeader.NVGRE_BYTES + EthernetHeader.BYTES;
    private static final int OUTER_BYTES = Ipv4Header.BYTES + INNER_BYTES + IP_BYTES;

    private final TenantPlan plan;
    private final FramePool frames;
    private final int protocol;

    /// @param protocol UDP or TCP
    SessionFrames(TenantPlan plan, FramePool frames, int protocol) {
        this.plan = plan;
        this.frames = frames;
        this.protocol = protocol;
    }

    /// Appends a frame of a session from its host.
    ///
    /// @param tcpFlags of no meaning for UDP
    void up(long session, int tcpFlags, FrameBatch batch) {
        int tenant = (int) (session % plan.tenants());
        long ofTenant = session / plan.tenants();
        int vm = (int) (ofTenant % plan.vms());
        long frame = frames.allocate() + FramePool.HEADROOM_BYTES;
        long outer = frame + EthernetHeader.BYTES;
        EthernetHeader.write(
                frame,
                GatewayInMemory.BACK_MAC,
                GatewayInMemory.HOST_MAC,
                EthernetHeader.TYPE_IPV4);
        Ipv4Header.write(
                outer,
                OUTER_BYTES,
                Ipv4Header.DONT_FRAGMENT,
                TTL_AND_GRE,
                Ipv4Header.addresses(plan.host(vm), GatewayInMemory.PROVIDER_ADDRESS));
        long gre = outer + Ipv4Header.BYTES;
        GreHeader.writeNvgre(gre, plan.gatewayVsid(tenant), (int) session & 255);
        long inner = gre + GreHeader.NVGRE_BYTES;
        EthernetHeader.write(inner, TenantPlan.GATEWAY_MAC, plan.mac(vm), EthernetHeader.TYPE_IPV4);
        long addresses = Ipv4Header.addresses((int) plan.address(vm).low(), SERVER);
        int port = FIRST_PORT + (int) (ofTenant / plan.vms() % PORTS);
        packet(inner + EthernetHeader.BYTES, addresses, port << 16 | SERVER_PORT, tcpFlags);
        batch.add(frame, EthernetHeader.BYTES + OUTER_BYTES);
    }

    /// Appends a frame from the router; [#answer] says of which session.
    void down(int tcpFlags, FrameBatch batch) {
        long frame = frames.allocate() + FramePool.HEADROOM_BYTES;
        EthernetHeader.write(
                frame,
                GatewayInMemory.FRONT_MAC,
                GatewayInMemory.ROUTER_MAC,
                EthernetHeader.TYPE_IPV4);
        packet(
                frame + EthernetHeader.BYTES,
                Ipv4Header.addresses(SERVER, 0),
                SERVER_PORT << 16,
                tcpFlags);
        batch.add(frame, EthernetHeader.BYTES + IP_BYTES);
    }

    /// Makes a frame of [#down] the answer to one that left by the front end.
    static void answer(long sent, long frame) {
        long to = Ipv4Header.source(sent + EthernetHeader.BYTES) & 0xffff_ffffL;
        long ip = frame + EthernetHeader.BYTES;
        int protocol = Ipv4Header.protocol(ip);
        int port = Memory.u16(sent + EthernetHeader.BYTES + Ipv4Header.BYTES);
        Ipv4Header.write(
                ip,
                IP_BYTES,
                Ipv4Header.DONT_FRAGMENT,
                TTL | protocol,
                Ipv4Header.addresses(SERVER, (int) to));
        Memory.put16(ip + Ipv4Header.BYTES + 2, port);
    }

    private void packet(long ip, long addresses, int ports, int tcpFlags) {
        Ipv4Header.write(ip, IP_BYTES, Ipv4Header.DONT_FRAGMENT, TTL | protocol, addresses);
        long transport = ip + Ipv4Header.BYTES;
        Memory.put32(transport, ports);
        if (protocol == IpProtocol.UDP) {
            Memory.put32(transport + 4, (IP_BYTES - Ipv4Header.BYTES) << 16 | CHECKSUM);
        } else {
            Memory.put32(transport + 4, SEQUENCE);
            Memory.put32(transport + 8, SEQUENCE);
            Memory.put32(transport + 12, TCP_HEADER_AND_WINDOW | tcpFlags << FLAGS_SHIFT);
            Memory.put32(transport + 16, CHECKSUM << 16);
        }
    }
}
