package io.hnvgateway.lab.bgp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.lab.Guest;
import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.ovs.VirtualSubnet;
import io.hnvgateway.lab.traffic.Station;
import io.hnvgateway.lab.tunnel.GrePeer;
import java.util.List;

/// The lab's network with two routers in each of two tenants, which are AS 65001 in both and have
/// the same addresses in both.
///
/// ```
///   Contoso    web1 10.0.0.10 ─┬─ NVGRE ─ gateway 10.254.254.2 ─┬─ GRE ─ branch 10.1.255.1
///              vm   10.0.0.50 ─┘          AS 64512              │
///   Woodgrove  web1 10.0.0.10 ─┬─ NVGRE ─ gateway 10.254.254.2 ─┴─ GRE ─ branch 10.1.255.1
///              vm   10.0.0.50 ─┘          AS 64512
/// ```
///
/// Behind each router is [#SITE], which nobody but its router knows. No program of a router runs
/// until somebody starts it.
public final class RoutedTenants implements AutoCloseable {
    public static final String CONTOSO = "contoso";
    public static final String WOODGROVE = "woodgrove";

    /// The peers of each tenant.
    public static final String VM = "vm";

    public static final String BRANCH = "branch";

    /// Of the gateway in both tenants, and of all routers.
    public static final int GATEWAY_AS = 64512;

    public static final int ROUTER_AS = 65001;
    public static final String VM_ADDRESS = "10.0.0.50";
    public static final String BRANCH_ADDRESS = "10.1.255.1";

    /// What all routers have behind them, and a host in it that each of them has itself.
    public static final String SITE_NET = "172.20.0.0/24";

    public static final String SITE = "172.20.0.1";

    private static final String LOOPBACK = "lo";
    private static final String TUNNEL = "gre1";
    private static final int CONTOSO_KEY = 5100;
    private static final int WOODGROVE_KEY = 6100;

    private final LabNetwork lab = LabNetwork.build();
    private final GrePeer tunnels = new GrePeer(lab.run());
    private final RouterSite contosoVm;
    private final RouterSite contosoBranch;
    private final RouterSite woodgroveVm;
    private final RouterSite woodgroveBranch;

    /// Builds it; the gateway is yet to [#start].
    public RoutedTenants() {
        try {
            contosoVm = vm(CONTOSO, LabPlan.CONTOSO_WEB, "02:00:00:00:01:50");
            woodgroveVm = vm(WOODGROVE, LabPlan.WOODGROVE_WEB, "02:00:00:00:02:50");
            lab.tenants().provider().publish();
            contosoBranch = branch(CONTOSO, "198.51.100.81", CONTOSO_KEY);
            woodgroveBranch = branch(WOODGROVE, "198.51.100.82", WOODGROVE_KEY);
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    private RouterSite vm(String tenant, VirtualSubnet subnet, String mac) {
        RouterSite site = addVm(tenant, VM, subnet, VM_ADDRESS, LabPlan.GATEWAY_CA, mac);
        site.station().namespace().address(LOOPBACK, SITE + "/32");
        return site;
    }

    /// Another router in a VM, and the tenant's peer for it; before [#start]. It has no site yet.
    ///
    /// @param peer its name, which with the tenant's has at most 14 characters
    /// @param gateway the gateway's address in the tenant
    /// @param mac of the VM, with colons
    public RouterSite addVm(
            String tenant,
            String peer,
            VirtualSubnet subnet,
            String address,
            String gateway,
            String mac) {
        Guest guest = lab.tenants().addRouter(tenant + "-" + peer, subnet, address, mac);
        lab.desired().addMachine(tenant, peer, address, subnet.vsid(), mac, LabPlan.HOST_2_PA);
        addPeer(tenant, peer, address);
        return new RouterSite(tenant, peer, guest.station(), address, gateway, false);
    }

    private RouterSite branch(String tenant, String outer, int key) {
        Namespace namespace = lab.outside().addHost(tenant + "-br", outer);
        tunnels.start(
                namespace,
                new GrePeer.End(
                        outer,
                        LabPlan.GATEWAY_FRONT_END,
                        key,
                        TUNNEL,
                        BRANCH_ADDRESS + " peer " + LabPlan.GATEWAY_CA + "/32",
                        ""));
        namespace.address(LOOPBACK, SITE + "/32");
        Station station = lab.addStation(tenant + "-branch", namespace, TUNNEL, List.of());
        lab.desired().connectByGre(tenant, BRANCH, outer, key, BRANCH_ADDRESS + "/32");
        addPeer(tenant, BRANCH, BRANCH_ADDRESS);
        return new RouterSite(tenant, BRANCH, station, BRANCH_ADDRESS, LabPlan.GATEWAY_CA, true);
    }

    private void addPeer(String tenant, String name, String address) {
        router(tenant)
                .withArray("bgpPeers")
                .addObject()
                .put("resourceId", name)
                .putObject("properties")
                .put("peerIpAddress", address)
                .put("asNumber", ROUTER_AS);
    }

    /// The properties of a tenant's BGP router, to be changed before they are applied.
    public ObjectNode router(String tenant) {
        ObjectNode gateway = lab.desired().gateway(tenant);
        if (gateway.path("bgpRouters").isEmpty()) {
            return lab.desired().addRouter(tenant, GATEWAY_AS);
        }
        return (ObjectNode) gateway.path("bgpRouters").get(0).path("properties");
    }

    /// The properties of one of its peers.
    public ObjectNode peer(String tenant, String name) {
        for (JsonNode peer : router(tenant).path("bgpPeers")) {
            if (peer.path("resourceId").asText().equals(name)) {
                return (ObjectNode) peer.path("properties");
            }
        }
        throw new IllegalArgumentException("no peer " + name + " of " + tenant);
    }

    /// Starts the gateway and gives it the desired state.
    public void start(Forwarding forwarding) {
        lab.startGateway(forwarding, "");
    }

    public LabNetwork lab() {
        return lab;
    }

    /// One of [#CONTOSO], [#WOODGROVE] and one of [#VM], [#BRANCH].
    public RouterSite site(String tenant, String peer) {
        boolean isContoso = tenant.equals(CONTOSO);
        return peer.equals(VM)
                ? isContoso ? contosoVm : woodgroveVm
                : isContoso ? contosoBranch : woodgroveBranch;
    }

    /// A VM of the tenant that is no router.
    public Station web(String tenant) {
        return (tenant.equals(CONTOSO) ? lab.tenants().contosoWeb() : lab.tenants().woodgroveWeb())
                .station();
    }

    /// A BIRD at a site.
    ///
    /// @param more of its configuration, as [Bird#routes] has it
    public Bird bird(RouterSite site, String more) {
        return new Bird(
                lab.run(), site.station().namespace(), site.name(), configuration(site, "", more));
    }

    /// What [#bird] starts with.
    ///
    /// @param session options of the session
    public static String configuration(RouterSite site, String session, String more) {
        return """
        router id %s;
        protocol device {}
        protocol kernel { ipv4 { import none; export where proto = "%s"; }; }
        %s
        protocol bgp %s {
          local %s as %d;
          neighbor %s as %d;
          %s;
          connect retry time 1;
          error wait time 1, 2;
          connect delay time 1;
          allow local as 1;
          graceful restart on;
          ipv4 { import all; export where source = RTS_STATIC; };
          %s
        }
        """
                .formatted(
                        site.address(),
                        site.isLink() ? Bird.SESSION : "nobody",
                        more,
                        Bird.SESSION,
                        site.address(),
                        ROUTER_AS,
                        site.gateway(),
                        GATEWAY_AS,
                        site.isLink() ? "direct" : "multihop 2",
                        session);
    }

    @Override
    public void close() {
        lab.close();
    }
}
