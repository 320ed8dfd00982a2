package io.hnvgateway.lab;

import io.hnvgateway.lab.gateway.DesiredState;
import io.hnvgateway.lab.gateway.Feature;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.gateway.Gateway;
import io.hnvgateway.lab.netns.EthernetSwitch;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.traffic.Capture;
import io.hnvgateway.lab.traffic.Payload;
import io.hnvgateway.lab.traffic.Station;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The lab as the package's picture shows it, ready for traffic; the gateway's place is wired, the
/// gateway itself is started separately.
public final class LabNetwork implements AutoCloseable {
    private static final String BACK = "back";
    private static final String FRONT = "front";
    private static final String GATEWAY_PORT = "gateway";

    private final LabRun run;
    private final Traffic traffic;
    private final Namespace gatewayNamespace;
    private final Tenants tenants;
    private final Outside outside;
    private final Gateway gateway;
    private final Offices offices;
    private Set<Feature> off = Set.of();
    private DesiredState desired = DesiredState.complete(off);
    private Forwarding forwarding = Forwarding.DEFAULT;
    private String furtherKeys = "";
    private String startedWith = "";
    private boolean executesInXdp;
    private final Capture fromGateway;

    private LabNetwork(LabRun run) {
        this.run = run;
        this.traffic = new Traffic(run);
        this.gatewayNamespace = run.namespace("gateway");
        this.gateway = new Gateway(run, gatewayNamespace);
        this.outside = new Outside(run, traffic);
        this.tenants = new Tenants(run, traffic);
        this.offices = new Offices(run, gatewayNamespace, outside, traffic);
        wire(outside.front(), FRONT, LabPlan.GATEWAY_FRONT_END);
        wire(tenants.provider().ethernet(), BACK, LabPlan.GATEWAY_PA);
        gatewayNamespace.ipv6Address(FRONT, LabPlan.GATEWAY_FRONT_END_6 + "/64");
        gatewayNamespace.ipv6Address(BACK, LabPlan.GATEWAY_PA_6 + "/64");
        gatewayNamespace.ip("route", "add", "default", "via", LabPlan.ROUTER);
        this.fromGateway =
                Capture.start(
                        tenants.provider().ethernet().namespace(),
                        GATEWAY_PORT,
                        "src host " + LabPlan.GATEWAY_PA + " and (icmp or tcp or arp)");
        traffic.awaitServers();
    }

    public static LabNetwork build() {
        LabRun run = LabRun.begin();
        try {
            return new LabNetwork(run);
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    private void wire(EthernetSwitch network, String device, String address) {
        network.plug(gatewayNamespace, device, GATEWAY_PORT);
        network.acceptRedirectedFrames(GATEWAY_PORT);
        gatewayNamespace.address(device, address + "/24");
    }

    /// From now on the gateway meets VLAN tags on its front end as a wire has them.
    public void tagFrontEnd() {
        outside.front().keepTagsInFrames(GATEWAY_PORT);
    }

    /// Starts the gateway and gives it the desired state.
    public void startGateway(Forwarding forwarding) {
        startGateway(forwarding, offices.keys());
    }

    /// The same.
    ///
    /// @param furtherKeys of the connection string, joined by `;`
    public void startGateway(Forwarding forwarding, String furtherKeys) {
        this.forwarding = forwarding;
        this.furtherKeys = furtherKeys;
        start();
        apply();
    }

    private void start() {
        startedWith = keys();
        gateway.start(startedWith);
        executesInXdp = forwarding.executesInXdp(gateway.dataPath());
    }

    private String keys() {
        List<String> routers = new ArrayList<>(List.of(LabPlan.ROUTER, LabPlan.ROUTER_6));
        if (!off.contains(Feature.EQUAL_COST)) {
            routers.add(LabPlan.ROUTER_TOO);
        }
        return String.join(
                ";",
                "FrontEndInterface=" + FRONT,
                "BackendInterface=" + BACK,
                "ProviderAddress=" + LabPlan.GATEWAY_PA + "," + LabPlan.GATEWAY_PA_6,
                "FrontEndGateway=" + String.join(",", routers),
                "DirectRoutingMode=True",
                "FrontEndServerAddress=" + LabPlan.GATEWAY_FRONT_END,
                "NatPool=" + LabPlan.NAT_POOL,
                forwarding.keys() + (furtherKeys.isEmpty() ? "" : ";" + furtherKeys));
    }

    /// Whether the gateway's XDP program has to carry the known flows; false before a start.
    public boolean executesInXdp() {
        return executesInXdp;
    }

    /// Hands the desired state, as it stands now, to the gateway.
    public void apply() {
        gateway.apply(desired);
    }

    /// Everything as at the beginning: all tenants, every VM on its first host.
    public void restore() {
        restoreWithout(Set.of());
    }

    /// As [#restore], but these features are switched off, for proofs that have to fail. The
    /// gateway starts anew, without what an earlier one left, if it runs no more or if its start
    /// decides.
    public void restoreWithout(Set<Feature> features) {
        off = Set.copyOf(features);
        desired = DesiredState.complete(off);
        tenants.moveHome();
        outside.forgetRoutes();
        String mtu = off.contains(Feature.PATH_MTU) ? "3000" : "1500";
        gatewayNamespace.ip("link", "set", BACK, "mtu", mtu);
        gateway.beForgetful(off.contains(Feature.CONTINUATION));
        if (!gateway.isRunning() || !startedWith.equals(keys())) {
            gateway.close();
            gateway.forget();
            start();
        }
        if (offices.isOpen()) {
            offices.connect(desired);
        }
        apply();
    }

    /// What vanishes with the lab.
    public LabRun run() {
        return run;
    }

    /// Where the run keeps its files.
    public Path directory() {
        return run.directory();
    }

    public DesiredState desired() {
        return desired;
    }

    public Gateway gateway() {
        return gateway;
    }

    public Namespace gatewayNamespace() {
        return gatewayNamespace;
    }

    public Tenants tenants() {
        return tenants;
    }

    /// Customers' offices and the gateway's charon, none of which runs yet.
    public Offices offices() {
        return offices;
    }

    public Outside outside() {
        return outside;
    }

    /// Another host with the lab's servers, in a namespace of its own.
    public Station addStation(
            String name, Namespace namespace, String device, List<String> addresses) {
        Station station = traffic.station(name, namespace, device, addresses);
        traffic.awaitServers();
        return station;
    }

    /// One megabyte that every server of the lab offers as `/payload`.
    public Payload payload() {
        return traffic.payload();
    }

    /// What left the gateway's provider address since the beginning, other than NVGRE.
    public Capture fromGateway() {
        return fromGateway;
    }

    /// The MAC address of the gateway on the provider network.
    public String gatewayMac() {
        return gatewayNamespace.macOf(BACK);
    }

    /// Removes everything; the gateway is asked to end first.
    @Override
    public void close() {
        gateway.close();
        offices.close();
        run.close();
    }
}
