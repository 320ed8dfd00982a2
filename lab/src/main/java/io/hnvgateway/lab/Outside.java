package io.hnvgateway.lab;

import io.hnvgateway.lab.netns.EthernetSwitch;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.traffic.Station;
import java.util.List;

/// The front-end network: the router with the Internet behind it, and a host of the data centre.
public final class Outside {
    private static final String DEVICE = "eth0";

    /// The device of the second router.
    public static final String DEVICE_TOO = "eth1";

    private final LabRun run;
    private final EthernetSwitch front;
    private final Station internet;
    private final Station dataCenter;

    Outside(LabRun run, Traffic traffic) {
        this.run = run;
        this.front = new EthernetSwitch(run, "front");
        this.internet = internet(run.namespace("internet"), traffic);
        this.dataCenter = dataCenter(run.namespace("datacenter"), traffic);
    }

    /// The router's address is on the front-end network; the Internet's hosts are not.
    private Station internet(Namespace namespace, Traffic traffic) {
        front.plug(namespace, DEVICE, "internet");
        namespace.address(DEVICE, LabPlan.ROUTER + "/24");
        namespace.address("lo", LabPlan.INTERNET + "/32");
        namespace.address("lo", LabPlan.INTERNET_TOO + "/32");
        secondRouter(namespace);
        useIpv6(namespace);
        // What it starts itself comes from an Internet address, not from the router's.
        namespace.ip(
                "route",
                "add",
                LabPlan.NAT_POOL,
                "via",
                LabPlan.GATEWAY_FRONT_END,
                "src",
                LabPlan.INTERNET);
        return traffic.station(
                "internet", namespace, DEVICE, List.of(LabPlan.INTERNET, LabPlan.INTERNET_TOO));
    }

    /// Another device of the same router, with a MAC of its own: it answers for its own address
    /// only.
    private void secondRouter(Namespace namespace) {
        for (String setting : List.of("arp_ignore=1", "arp_announce=2", "rp_filter=0")) {
            namespace.must("sysctl", "-q", "-w", "net.ipv4.conf.all." + setting);
        }
        front.plug(namespace, DEVICE_TOO, "internet2");
        namespace.address(DEVICE_TOO, LabPlan.ROUTER_TOO + "/32");
        namespace.must("sysctl", "-q", "-w", "net.ipv4.conf." + DEVICE_TOO + ".rp_filter=0");
        namespace.must("sysctl", "-q", "-w", "net.ipv4.conf." + DEVICE + ".rp_filter=0");
    }

    private static void useIpv6(Namespace namespace) {
        namespace.ipv6Address(DEVICE, LabPlan.ROUTER_6 + "/64");
        namespace.ipv6Address("lo", LabPlan.INTERNET_6 + "/128");
        namespace.ip(
                "route",
                "add",
                LabPlan.FABRIKAM_OUTSIDE,
                "via",
                LabPlan.GATEWAY_FRONT_END_6,
                "src",
                LabPlan.INTERNET_6);
    }

    private Station dataCenter(Namespace namespace, Traffic traffic) {
        front.plug(namespace, DEVICE, "datacenter");
        namespace.address(DEVICE, LabPlan.DATA_CENTER + "/24");
        namespace.ip("route", "add", LabPlan.DATA_PREFIX, "via", LabPlan.GATEWAY_FRONT_END);
        return traffic.station("datacenter", namespace, DEVICE, List.of(LabPlan.DATA_CENTER));
    }

    /// From now on the router sends what is for an external address to this gateway.
    ///
    /// @param frontEnd the gateway's address here
    void routeExternal(String address, String frontEnd) {
        internet.namespace()
                .ip("route", "replace", address + "/32", "via", frontEnd, "src", LabPlan.INTERNET);
    }

    /// What the data centre's host has learned of a path's MTU is forgotten.
    void forgetRoutes() {
        dataCenter.namespace().ip("route", "flush", "cache");
    }

    /// Another host on the front-end network.
    ///
    /// @param name of its namespace, and of its port on the switch: at most 15 characters
    public Namespace addHost(String name, String address) {
        Namespace namespace = run.namespace(name);
        front.plug(namespace, DEVICE, name);
        namespace.address(DEVICE, address + "/24");
        return namespace;
    }

    EthernetSwitch front() {
        return front;
    }

    /// Cuts the cable of the first router, behind which the Internet is.
    public void cutRouter() {
        front.cut("internet");
    }

    public void mendRouter() {
        front.mend("internet");
    }

    /// Two hosts beyond the router, [LabPlan#INTERNET] and [LabPlan#INTERNET_TOO].
    public Station internet() {
        return internet;
    }

    public Station dataCenter() {
        return dataCenter;
    }
}
