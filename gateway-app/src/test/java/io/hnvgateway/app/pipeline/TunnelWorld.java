package io.hnvgateway.app.pipeline;

import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.app.desired.BgpPeering;
import io.hnvgateway.app.desired.TenantBgp;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.NextHop;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.compartments.tunnel.TunnelState;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.ipsec.cipher.EspCiphers;
import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.ipsec.sa.SaDatabase;
import io.hnvgateway.ipsec.sa.SaEvents;
import io.hnvgateway.ipsec.sa.SaParameters;
import io.hnvgateway.ipsec.sa.TrafficSelector;
import io.hnvgateway.ipsec.sa.WorkerCommands;
import io.hnvgateway.ipsec.stage.SecurityAssociations;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A [PipelineWorld] of two tenants, each with offices behind tunnels of the same inside prefixes,
/// and the other end of each tunnel.
public final class TunnelWorld implements AutoCloseable {
    static final IpAddress LOCAL = IpAddress.parse("198.51.100.2");
    public static final IpAddress OFFICE = IpAddress.parse("203.0.113.50");
    public static final IpAddress BRANCH = IpAddress.parse("203.0.113.51");
    public static final IpPrefix OFFICE_NET = IpPrefix.parse("172.16.1.0/24");
    public static final IpPrefix BRANCH_NET = IpPrefix.parse("172.16.2.0/24");

    private static final int NVGRE_BYTES = 14 + 20 + 8 + 14;

    final TunnelTable tunnels = new TunnelTable();
    final List<Integer> demanded = new ArrayList<>();

    /// What the host's kernel was given.
    final List<byte[]> toHost = new ArrayList<>();

    /// The gateway's, and that of all its peers.
    public final SaDatabase own;

    final SaDatabase peers = database(1);
    final PipelineWorld world;
    private int arrivals;

    /// @param workers frames arrive at them in turn
    public TunnelWorld(int workers) {
        own = database(workers);
        world =
                new PipelineWorld(
                        2,
                        1024,
                        workers,
                        new PipelineSurroundings.Tunnels(
                                tunnels,
                                SecurityAssociations.of(own),
                                demanded::add,
                                this::deliver));
        world.views.forEach(view -> view.forEach(port -> port.keeping = true));
    }

    /// Of the gateway.
    public TunnelTable tunnels() {
        return tunnels;
    }

    private boolean deliver(long ip, int bytes, boolean ipv6) {
        return toHost.add(Memory.everything().asSlice(ip, bytes).toArray(ValueLayout.JAVA_BYTE));
    }

    private static SaDatabase database(int workers) {
        return new SaDatabase(
                workers, EspCiphers.best(workers), WorkerCommands.AT_ONCE, SaEvents.NONE);
    }

    /// Sets up a tunnel of a tenant.
    Tunnel add(int tenant, Tunnel.Path path, Tunnel.Limits limits) {
        int index = tunnels.claim();
        Tunnel tunnel =
                new Tunnel(
                        index,
                        new Tunnel.Tenant(
                                compartment(tenant).index(),
                                compartment(tenant).identity().rdid(),
                                "tunnel" + index),
                        path,
                        limits,
                        new TunnelState());
        tunnels.put(tunnel);
        own.openTunnel("tunnel" + index, index);
        peers.openTunnel("tunnel" + index, index);
        return tunnel;
    }

    public Tunnel gre(int tenant, IpAddress remote, long key) {
        return add(tenant, Tunnel.Path.gre(LOCAL, remote, key, 1500), Tunnel.Limits.NONE);
    }

    public Tunnel ipsec(int tenant, IpAddress remote) {
        return add(tenant, Tunnel.Path.ipsec(LOCAL, remote, 1500), Tunnel.Limits.NONE);
    }

    /// Both SAs on both sides.
    public void up(Tunnel tunnel, IpPrefix remoteNet) {
        IpAddress remote = tunnel.path().remote();
        int toGateway =
                own.allocateSpi(own.openTunnel(tunnel.tenant().connection(), tunnel.index()));
        int toPeer =
                peers.allocateSpi(peers.openTunnel(tunnel.tenant().connection(), tunnel.index()));
        own.add(parameters(tunnel, true, toGateway, LOCAL, remote, remoteNet));
        own.add(parameters(tunnel, false, toPeer, LOCAL, remote, remoteNet));
        peers.add(parameters(tunnel, true, toPeer, remote, LOCAL, null));
        peers.add(parameters(tunnel, false, toGateway, remote, LOCAL, null));
        tunnel.state().up(true);
    }

    private static SaParameters parameters(
            Tunnel tunnel,
            boolean inbound,
            int spi,
            IpAddress local,
            IpAddress remote,
            @Nullable IpPrefix remoteNet) {
        TrafficSelector all =
                new TrafficSelector(
                        IpAddress.parse("0.0.0.0"),
                        IpAddress.parse("255.255.255.255"),
                        0,
                        0,
                        65535);
        TrafficSelector far =
                remoteNet == null
                        ? all
                        : new TrafficSelector(remoteNet.address(), last(remoteNet), 0, 0, 65535);
        byte[] key = new byte[EspTransform.AES_GCM_128.encryptionKeyBytes()];
        Arrays.fill(key, (byte) spi);
        return new SaParameters(
                inbound,
                spi,
                tunnel.index(),
                tunnel.tenant().connection(),
                tunnel.index(),
                new SaParameters.Endpoints(local, 0, remote, 0, false),
                new SaParameters.Features(false, 64, 0, true, true),
                new SaParameters.Keys(EspTransform.AES_GCM_128, key, new byte[0]),
                new SaParameters.Selectors(List.of(all), List.of(far)),
                new SaParameters.Lifetime(0, 0, 0, 0));
    }

    private static IpAddress last(IpPrefix prefix) {
        return IpAddress.ofIpv4(prefix.address().ipv4Bits() | 0xff);
    }

    /// Gives a tenant routes into its tunnels.
    public void route(int tenant, Route... routes) {
        route(tenant, List.of(), routes);
    }

    /// Gives a tenant peers of BGP, and routes into its tunnels.
    void route(int tenant, List<BgpPeering> peerings, Route... routes) {
        world.publish(List.of(routed(tenant, peerings, routes)));
    }

    /// Gives a tenant a BGP router, and routes into its tunnels.
    void route(int tenant, TenantBgp bgp, Route... routes) {
        world.publish(List.of(routed(tenant, List.of(), routes).withBgp(bgp)));
    }

    private static TenantNetwork routed(int tenant, List<BgpPeering> peerings, Route... routes) {
        TenantNetwork n = PipelineWorld.network(tenant);
        return new TenantNetwork(
                n.rdid(),
                n.name(),
                n.addressSpace(),
                n.subnets(),
                n.gatewayInterfaces(),
                n.lookupRecords(),
                List.of(routes),
                n.directPrefixes(),
                n.translatedPrefixes(),
                n.nat(),
                n.backEnd(),
                List.of(),
                peerings,
                null);
    }

    public static Route into(IpPrefix to, Tunnel tunnel) {
        return new Route(to, new NextHop.Tunnel(tunnel.index()), 1);
    }

    public Compartment compartment(int tenant) {
        var snapshot = world.core.compiler().published().get().forwarding();
        int vsid = PipelineWorld.FIRST_VM_VSID + tenant;
        return Objects.requireNonNull(snapshot.compartmentOf(vsid));
    }

    /// So many seconds pass that nothing comes from or goes to a peer that is not configured any
    /// more.
    void endFarewells() {
        for (int i = 0; i < 5; i++) {
            world.core.compiler().eachSecond();
        }
    }

    long drops(int tenant, DropReason reason) {
        return compartment(tenant).state().counters().drops(reason);
    }

    /// Drops that no compartment counts.
    long dropsOutside(DropReason reason) {
        return world.core.defaultState().counters().drops(reason);
    }

    /// A VM of the tenant sends an IP packet.
    void fromVm(int tenant, byte[] packet) {
        receive(0, ofVm(tenant, packet));
    }

    /// The frame that a VM's host sends.
    static byte[] ofVm(int tenant, byte[] packet) {
        int vsid = PipelineWorld.FIRST_GATEWAY_VSID + tenant;
        byte[] inner = ethernet(PipelineWorld.GATEWAY_MAC, PipelineWorld.VM_MAC, packet);
        byte[] nvgre = new byte[8 + inner.length];
        System.arraycopy(TunnelPackets.hex("20006558"), 0, nvgre, 0, 4);
        nvgre[4] = (byte) (vsid >> 16);
        nvgre[5] = (byte) (vsid >> 8);
        nvgre[6] = (byte) vsid;
        System.arraycopy(inner, 0, nvgre, 8, inner.length);
        byte[] outer = TunnelPackets.ipv4("192.0.2.2", "192.0.2.1", 47, 0x4000, nvgre);
        return ethernet(PipelineWorld.BACK_MAC, PipelineWorld.HOST_MAC, outer);
    }

    /// An outer packet comes from the front end.
    void fromOutside(byte[] packet) {
        receive(1, ethernet(PipelineWorld.FRONT_MAC, PipelineWorld.ROUTER_MAC, packet));
    }

    private void receive(int port, byte[] frame) {
        int worker = arrivals++ % world.views.size();
        receive(worker, world.views.get(worker).get(port), frame);
    }

    /// A frame arrives at a worker.
    void receive(int worker, RecyclingPort from, byte[] frame) {
        long at = world.pools.get(worker).allocate() + FramePool.HEADROOM_BYTES;
        MemorySegment.copy(frame, 0, Memory.everything(), ValueLayout.JAVA_BYTE, at, frame.length);
        FrameBatch batch = new FrameBatch();
        batch.add(at, frame.length);
        world.core.pipeline(worker).onBatch(from, batch, world.nowNs);
        if (world.views.size() > 1) {
            work();
        }
    }

    /// All workers go on with what waits for them.
    void work() {
        for (int i = 0; i < 3 * world.views.size(); i++) {
            world.core.pipeline(i % world.views.size()).doWork(world.nowNs);
        }
    }

    /// Frames that wait for something.
    int held() {
        int held = 0;
        for (int i = 0; i < world.views.size(); i++) {
            held += world.core.pipeline(i).heldFrames();
        }
        return held;
    }

    static byte[] ethernet(long to, long from, byte[] packet) {
        byte[] frame = new byte[Math.max(60, 14 + packet.length)];
        for (int i = 0; i < 6; i++) {
            frame[i] = (byte) (to >> (40 - 8 * i));
            frame[6 + i] = (byte) (from >> (40 - 8 * i));
        }
        frame[12] = (byte) (packet[0] >> 4 == 6 ? 0x86 : 0x08);
        frame[13] = (byte) (packet[0] >> 4 == 6 ? 0xdd : 0);
        System.arraycopy(packet, 0, frame, 14, packet.length);
        return frame;
    }

    /// The IP packets that left by the front end since the last call, without padding.
    List<byte[]> sentOutside() {
        return take(1, 14);
    }

    /// The IP packets that VMs got since the last call.
    List<byte[]> sentToVms() {
        return take(0, NVGRE_BYTES);
    }

    private List<byte[]> take(int port, int headerBytes) {
        List<byte[]> packets =
                world.views.stream()
                        .flatMap(view -> view.get(port).kept.stream())
                        .map(frame -> Arrays.copyOfRange(frame, headerBytes, frame.length))
                        .map(packet -> Arrays.copyOf(packet, TunnelPackets.u16(packet, 2)))
                        .toList();
        world.views.forEach(view -> view.get(port).kept.clear());
        return packets;
    }

    public GatewayCore core() {
        return world.core;
    }

    @Override
    public void close() {
        own.close();
        peers.close();
        world.close();
    }
}
