package io.hnvgateway.benchmarks.micro;

import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.GreHeader;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;

/// Writes the frames of tenants' UDP flows, each an Ethernet frame of 64 bytes (IPv6: 80), FCS
/// included: up in NVGRE as a host sends it, down as the router sends it.
///
/// Flow `i` is one of tenant `i % tenants`; a tenant's flows go round its VMs.
final class FlowFrames {
    private static final int FIRST_PORT = 1024;
    private static final int SERVER_PORT = 443;
    private static final int IP_BYTES = 46;
    private static final int IP6_BYTES = 62;
    private static final int TTL_AND_UDP = 64 << 8 | IpProtocol.UDP;
    private static final int TTL_AND_GRE = 128 << 8 | IpProtocol.GRE;
    private static final int UDP_CHECKSUM = 0x1234;
    private static final int INNER_BYTES = GreHeader.NVGRE_BYTES + EthernetHeader.BYTES;
    private static final IpAddress SERVER = IpAddress.ofIpv4(0xcb00_7107);
    private static final IpAddress SERVER6 = IpAddress.parse("2001:db8:ffff::7");

    private final TenantPlan plan;
    private final FramePool frames;
    private final int ipBytes;
    private final IpAddress server;

    /// By flow: what it has outside instead of its inside address and port.
    private final long[] highs;

    private final long[] lows;
    private final short[] ports;

    FlowFrames(TenantPlan plan, FramePool frames, int flows) {
        this.plan = plan;
        this.frames = frames;
        ipBytes = plan.ipv6() ? IP6_BYTES : IP_BYTES;
        server = plan.ipv6() ? SERVER6 : SERVER;
        highs = new long[flows];
        lows = new long[flows];
        ports = new short[flows];
    }

    /// Notes under which address and port a flow's frame left.
    void learn(int flow, long frame) {
        long ip = frame + EthernetHeader.BYTES;
        boolean ipv6 = plan.ipv6();
        highs[flow] = ipv6 ? Ipv6Header.sourceHigh(ip) : 0;
        lows[flow] = ipv6 ? Ipv6Header.sourceLow(ip) : IpAddress.mapped(Ipv4Header.source(ip));
        ports[flow] = (short) Memory.u16(ip + (ipv6 ? Ipv6Header.BYTES : Ipv4Header.BYTES));
    }

    /// Appends a frame from a host.
    void up(int flow, FrameBatch batch) {
        int tenant = flow % plan.tenants();
        int ofTenant = flow / plan.tenants();
        int vm = ofTenant % plan.vms();
        long frame = frames.allocate() + FramePool.HEADROOM_BYTES;
        long outer = frame + EthernetHeader.BYTES;
        long gre = outer + Ipv4Header.BYTES;
        int outerBytes = Ipv4Header.BYTES + INNER_BYTES + ipBytes;
        ethernet(frame, GatewayInMemory.BACK_MAC, GatewayInMemory.HOST_MAC, false);
        Ipv4Header.write(
                outer,
                outerBytes,
                Ipv4Header.DONT_FRAGMENT,
                TTL_AND_GRE,
                Ipv4Header.addresses(plan.host(vm), GatewayInMemory.PROVIDER_ADDRESS));
        GreHeader.writeNvgre(gre, plan.gatewayVsid(tenant), flow & 255);
        long inner = gre + GreHeader.NVGRE_BYTES;
        ethernet(inner, TenantPlan.GATEWAY_MAC, plan.mac(vm), plan.ipv6());
        IpAddress source = plan.address(vm);
        packet(inner + EthernetHeader.BYTES, source.high(), source.low(), server);
        ports(inner, FIRST_PORT + ofTenant / plan.vms(), SERVER_PORT);
        batch.add(frame, EthernetHeader.BYTES + outerBytes);
    }

    /// Appends a frame from the router, for a flow that was learned.
    void down(int flow, FrameBatch batch) {
        long frame = frames.allocate() + FramePool.HEADROOM_BYTES;
        ethernet(frame, GatewayInMemory.FRONT_MAC, GatewayInMemory.ROUTER_MAC, plan.ipv6());
        long ip = frame + EthernetHeader.BYTES;
        packet(ip, server.high(), server.low(), highs[flow], lows[flow]);
        ports(frame, SERVER_PORT, ports[flow] & 0xffff);
        batch.add(frame, EthernetHeader.BYTES + ipBytes);
    }

    private static void ethernet(long at, long destination, long source, boolean ipv6) {
        int type = ipv6 ? EthernetHeader.TYPE_IPV6 : EthernetHeader.TYPE_IPV4;
        EthernetHeader.write(at, destination, source, type);
    }

    private void packet(long ip, long sourceHigh, long sourceLow, IpAddress destination) {
        packet(ip, sourceHigh, sourceLow, destination.high(), destination.low());
    }

    private void packet(long ip, long sourceHigh, long sourceLow, long high, long low) {
        if (plan.ipv6()) {
            Ipv6Header.write(ip, ipBytes - Ipv6Header.BYTES, IpProtocol.UDP, 64);
            Ipv6Header.source(ip, sourceHigh, sourceLow);
            Ipv6Header.destination(ip, high, low);
        } else {
            long addresses = Ipv4Header.addresses((int) sourceLow, (int) low);
            Ipv4Header.write(ip, ipBytes, Ipv4Header.DONT_FRAGMENT, TTL_AND_UDP, addresses);
        }
    }

    private void ports(long ethernet, int source, int destination) {
        int headerBytes = plan.ipv6() ? Ipv6Header.BYTES : Ipv4Header.BYTES;
        long udp = ethernet + EthernetHeader.BYTES + headerBytes;
        Memory.put32(udp, source << 16 | destination);
        Memory.put32(udp + 4, (ipBytes - headerBytes) << 16 | UDP_CHECKSUM);
    }
}
