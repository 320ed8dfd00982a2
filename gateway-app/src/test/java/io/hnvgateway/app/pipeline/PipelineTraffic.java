package io.hnvgateway.app.pipeline;

import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.GreHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;

/// UDP packets of many flows of all tenants, in an order that no prefetcher guesses, in batches.
/// Makes no object per packet.
public final class PipelineTraffic {
    static final int BATCH = 32;
    private static final int FIRST_PORT = 1024;
    private static final int SERVER_PORT = 443;
    private static final int UDP_BYTES = 18;
    private static final int INNER_BYTES = Ipv4Header.BYTES + UDP_BYTES;
    private static final int OUTER_BYTES =
            Ipv4Header.BYTES + GreHeader.NVGRE_BYTES + EthernetHeader.BYTES + INNER_BYTES;
    private static final int TTL_AND_UDP = 64 << 8 | IpProtocol.UDP;

    private PipelineWorld world;
    private final FrameBatch batch = new FrameBatch();
    private final int tenants;
    private final int flows;
    private final short[] publicPorts;
    private int opened;
    private int beyond;
    private int turn;

    /// @param flows a power of two
    public PipelineTraffic(PipelineWorld world, int tenants, int flows) {
        this.world = world;
        this.tenants = tenants;
        this.flows = flows;
        publicPorts = new short[flows];
    }

    /// Goes on with the same flows in another world.
    void moveTo(PipelineWorld next) {
        world = next;
    }

    /// Opens the next part of the flows, and learns under which port each leaves.
    public void openSome() {
        int end = opened + flows / PipelineProbe.CHUNKS;
        for (; opened < end; opened++) {
            batch.clear();
            outbound(opened);
            world.core.pipeline().onBatch(world.back, batch, world.nowNs);
            publicPorts[opened] = (short) world.front.lastSourcePort;
        }
    }

    /// Opens flows beyond those of [#openSome], a batch at once.
    void openBatch() {
        batch.clear();
        for (int i = 0; i < BATCH; i++) {
            outbound(flows + beyond++);
        }
        world.core.pipeline().onBatch(world.back, batch, world.nowNs);
    }

    /// Packets out, in batches.
    public void runOutbound(int packets) {
        for (int i = 0; i < packets; i += BATCH) {
            batch.clear();
            for (int j = 0; j < BATCH; j++) {
                outbound(next());
            }
            world.core.pipeline().onBatch(world.back, batch, world.nowNs);
        }
    }

    /// Packets in, in batches.
    public void runInbound(int packets) {
        for (int i = 0; i < packets; i += BATCH) {
            batch.clear();
            for (int j = 0; j < BATCH; j++) {
                inbound(next());
            }
            world.core.pipeline().onBatch(world.front, batch, world.nowNs);
        }
    }

    /// The making of the packets alone, for comparison.
    void runNothing(int packets) {
        for (int i = 0; i < packets; i += BATCH) {
            batch.clear();
            for (int j = 0; j < BATCH; j++) {
                outbound(next());
            }
            for (int j = 0; j < BATCH; j++) {
                world.frames.free(batch.address(j));
            }
        }
    }

    /// Packets of flows in a row, not yet carried.
    FrameBatch some(boolean up, int packets, int firstFlow) {
        batch.clear();
        for (int i = 0; i < packets; i++) {
            int flow = (firstFlow + i) & (flows - 1);
            if (up) {
                outbound(flow);
            } else {
                inbound(flow);
            }
        }
        return batch;
    }

    /// One packet of each direction of a flow, not yet carried; the caller frees them.
    FrameBatch bothWays(int flow) {
        batch.clear();
        outbound(flow);
        inbound(flow);
        return batch;
    }

    private int next() {
        return (turn++ * 0x9e37_79b1) & (flows - 1);
    }

    private void outbound(int flow) {
        long frame = world.frames.allocate() + FramePool.HEADROOM_BYTES;
        int tenant = flow % tenants;
        long ip = frame + EthernetHeader.BYTES;
        EthernetHeader.write(
                frame, PipelineWorld.BACK_MAC, PipelineWorld.HOST_MAC, EthernetHeader.TYPE_IPV4);
        Ipv4Header.write(
                ip,
                OUTER_BYTES,
                Ipv4Header.DONT_FRAGMENT,
                128 << 8 | IpProtocol.GRE,
                Ipv4Header.addresses(PipelineWorld.HOST, PipelineWorld.PROVIDER_ADDRESS));
        long gre = ip + Ipv4Header.BYTES;
        GreHeader.writeNvgre(gre, PipelineWorld.FIRST_GATEWAY_VSID + tenant, flow & 255);
        EthernetHeader.write(
                gre + GreHeader.NVGRE_BYTES,
                PipelineWorld.GATEWAY_MAC,
                PipelineWorld.VM_MAC,
                EthernetHeader.TYPE_IPV4);
        udp(
                gre + GreHeader.NVGRE_BYTES + EthernetHeader.BYTES,
                Ipv4Header.addresses(PipelineWorld.VM, PipelineWorld.SERVER),
                (FIRST_PORT + flow / tenants) << 16 | SERVER_PORT);
        batch.add(frame, EthernetHeader.BYTES + OUTER_BYTES);
    }

    private void inbound(int flow) {
        long frame = world.frames.allocate() + FramePool.HEADROOM_BYTES;
        EthernetHeader.write(
                frame, PipelineWorld.FRONT_MAC, PipelineWorld.ROUTER_MAC, EthernetHeader.TYPE_IPV4);
        int publicAddress = PipelineWorld.FIRST_PUBLIC + flow % tenants;
        udp(
                frame + EthernetHeader.BYTES,
                Ipv4Header.addresses(PipelineWorld.SERVER, publicAddress),
                SERVER_PORT << 16 | (publicPorts[flow] & 0xffff));
        batch.add(frame, 60);
    }

    private static void udp(long ip, long addresses, int ports) {
        Ipv4Header.write(ip, INNER_BYTES, 0, TTL_AND_UDP, addresses);
        long udp = ip + Ipv4Header.BYTES;
        Memory.put32(udp, ports);
        Memory.put32(udp + 4, UDP_BYTES << 16);
        Memory.put64(udp + 8, 0);
        Memory.put16(udp + 16, 0);
    }
}
