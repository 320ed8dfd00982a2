package io.hnvgateway.benchmarks.device;

import io.hnvgateway.benchmarks.Command;
import io.hnvgateway.benchmarks.traffic.Direction;
import io.hnvgateway.benchmarks.traffic.Encapsulation;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Route;
import io.hnvgateway.benchmarks.traffic.Scenario;
import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.ovs.OpenVSwitch;
import java.io.IOException;
import java.util.List;

/// Open vSwitch's user-space datapath with AF_XDP ports as gateway of one tenant: NVGRE tunnel,
/// connection tracking with source NAT, next-hop Ethernet, and back. The VM's place stands in the
/// rules; a gateway of many would have to look it up.
///
/// ```
///   be ── phy (PA on its own port) ── gre port ── int (rules: tunnel ⇄ ct(nat) ⇄ Ethernet) ── fe
/// ```
///
/// Its polling thread has the core that the gateway's workers have, and is held while others have
/// their turn, for it polls without end.
public final class OvsGateway implements DeviceUnderTest {
    public static final String VARIANT = "ovs-afxdp";

    private static final String PHYSICAL = "phy";
    private static final String OVERLAY = "int";
    private static final int TUNNEL_PORT = 1;
    private static final int FRONT_END_PORT = 2;
    private static final int ZONE = 1;
    private static final int IDLE_SECONDS = 1800;

    private final Namespace namespace;
    private final Namespace generator;
    private final Namespace sink;
    private final OpenVSwitch openVSwitch;

    OvsGateway(LabRun run) throws IOException {
        namespace = run.namespace("ovs");
        generator = Links.backEnd(run, "ovs", namespace);
        sink = run.namespace("ovs-sink");
        Links.frontEnd(namespace, Tenant.FRONT_END_ADDRESS, sink, Links.SINK_DEVICE);
        Links.withoutMerging(namespace, Links.BACK_END, Links.FRONT_END);
        Links.withoutMerging(generator, Links.GENERATOR_DEVICE);
        Links.withoutMerging(sink, Links.SINK_DEVICE);
        Links.ip(namespace, "address flush dev " + Links.BACK_END);
        openVSwitch = new OpenVSwitch(run, namespace);
        addBridges();
        namespace.address(PHYSICAL, Tenant.GATEWAY_PA + "/24");
        Links.ip(namespace, "link set " + PHYSICAL + " up");
        openVSwitch.appctl("tnl/neigh/set", PHYSICAL, Tenant.HOST_PA, Links.GENERATOR_MAC);
        openVSwitch.replaceFlows(OVERLAY, flows(new Tenant(0)));
        keepFlows();
        Threads.placeLast(namespace, openVSwitch.pid(), "pmd-");
        pause();
    }

    private void addBridges() {
        vsctl("set open_vswitch . other_config:pmd-cpu-mask=%s".formatted(pollingCore()));
        vsctl(
                "add-br %1$s -- set bridge %1$s datapath_type=netdev fail-mode=standalone other-config:hwaddr=%2$s"
                        .formatted(PHYSICAL, Links.BACK_END_MAC));
        vsctl(
                "add-br %1$s -- set bridge %1$s datapath_type=netdev fail-mode=secure protocols=OpenFlow13"
                        .formatted(OVERLAY));
        addPort(PHYSICAL, Links.BACK_END, "type=afxdp options:xdp-mode=native");
        addPort(
                OVERLAY,
                Links.FRONT_END,
                "type=afxdp options:xdp-mode=native ofport_request=" + FRONT_END_PORT);
        addPort(
                OVERLAY,
                "nvgre",
                "type=gre options:key=flow options:remote_ip=flow options:local_ip=%s ofport_request=%d"
                        .formatted(Tenant.GATEWAY_PA, TUNNEL_PORT));
    }

    private void addPort(String bridge, String port, String settings) {
        vsctl("add-port %1$s %2$s -- set interface %2$s %3$s".formatted(bridge, port, settings));
    }

    private void vsctl(String words) {
        openVSwitch.vsctl(words.split(" ", -1));
    }

    /// The last one, as a mask.
    private static String pollingCore() {
        return "%#x".formatted(1L << (Runtime.getRuntime().availableProcessors() - 1));
    }

    /// As long as the other gateways do.
    private void keepFlows() {
        vsctl(
                "-- --id=@d create datapath datapath_version=0"
                        + " -- set open_vswitch . datapaths:netdev=@d");
        vsctl(
                "add-zone-tp netdev zone=%1$d udp_first=%2$d udp_single=%2$d udp_multiple=%2$d"
                        .formatted(ZONE, IDLE_SECONDS));
    }

    private static List<String> flows(Tenant tenant) {
        String publicAddress = tenant.publicAddress();
        String key = "%#x".formatted(tenant.gatewayVsid() << 8);
        return List.of(
                "table=0,in_port=%d,tun_id=%s/0xffffff00,tun_src=%s,ip,dl_src=%s,nw_src=%s actions=ct(table=1,zone=%d,nat)"
                        .formatted(
                                TUNNEL_PORT,
                                key,
                                Tenant.HOST_PA,
                                Tenant.VM_MAC,
                                Tenant.VM_ADDRESS,
                                ZONE),
                "table=1,ip,ct_state=+trk+new actions=ct(commit,table=2,zone=%d,nat(src=%s:1024-65535))"
                        .formatted(ZONE, publicAddress),
                "table=1,ip,ct_state=+trk+est actions=resubmit(,2)",
                "table=2,ip actions=dec_ttl,set_field:%s->eth_src,set_field:%s->eth_dst,output:%d"
                        .formatted(Links.FRONT_END_MAC, Links.NEXT_HOP_MAC, FRONT_END_PORT),
                "table=0,in_port=%d,ip,nw_dst=%s actions=ct(table=3,zone=%d,nat)"
                        .formatted(FRONT_END_PORT, publicAddress, ZONE),
                "table=3,ip,ct_state=+trk+est actions=dec_ttl,set_field:%s->eth_src,set_field:%s->eth_dst,set_field:%#x->tun_id,set_field:%s->tun_dst,output:%d"
                        .formatted(
                                Tenant.GATEWAY_MAC,
                                Tenant.VM_MAC,
                                tenant.vmVsid() << 8,
                                Tenant.HOST_PA,
                                TUNNEL_PORT));
    }

    @Override
    public String variant() {
        return VARIANT;
    }

    @Override
    public Encapsulation tunnel() {
        return Encapsulation.NVGRE;
    }

    @Override
    public boolean translates() {
        return true;
    }

    @Override
    public boolean takes(Scenario scenario) {
        return scenario.compartments() == 1;
    }

    @Override
    public Route route(Scenario scenario) {
        String inner = Links.place(generator, Links.GENERATOR_DEVICE);
        String outer = Links.place(sink, Links.SINK_DEVICE);
        return scenario.direction() == Direction.UP
                ? new Route(
                        inner,
                        List.of(outer + "=sink_tc"),
                        Encapsulation.NVGRE,
                        Route.Arrival.translated())
                : new Route(
                        outer,
                        List.of(inner + "=sink_tc"),
                        Encapsulation.NONE,
                        Route.Arrival.tunneled(Encapsulation.NVGRE));
    }

    @Override
    public List<Long> processes() {
        return List.of(openVSwitch.pid());
    }

    @Override
    public int window() {
        return 256;
    }

    @Override
    public void resume() {
        signal("-CONT");
    }

    @Override
    public void pause() {
        signal("-STOP");
    }

    private void signal(String name) {
        try {
            Command.run(List.of("kill", name, Long.toString(openVSwitch.pid())));
        } catch (IOException e) {
            throw new LabException("Open vSwitch has ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }
}
