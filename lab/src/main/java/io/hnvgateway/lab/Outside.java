package io.hnvgateway.lab;

import io.hnvgateway.lab.netns.EthernetSwitch;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.traffic.Station;
import java.util.List;

/// The front-end network: the router with the Internet behind it, and a host of the data centre.
public final class Outside {
    private static final String DEVICE = "eth0";

    private final EthernetSwitch front;
    private final Station internet;
    private final Station dataCenter;

    Outside(LabRun run, Traffic traffic) {
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

    private Station dataCenter(Namespace namespace, Traffic traffic) {
        front.plug(namespace, DEVICE, "datacenter");
        namespace.address(DEVICE, LabPlan.DATA_CENTER + "/24");
        namespace.ip("route", "add", LabPlan.DATA_PREFIX, "via", LabPlan.GATEWAY_FRONT_END);
        return traffic.station("datacenter", namespace, DEVICE, List.of(LabPlan.DATA_CENTER));
    }

    EthernetSwitch front() {
        return front;
    }

    /// Two hosts beyond the router, [LabPlan#INTERNET] and [LabPlan#INTERNET_TOO].
    public Station internet() {
        return internet;
    }

    public Station dataCenter() {
        return dataCenter;
    }
}
