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
    private final Set<Feature> off;
    private final Traffic traffic;
    private final Namespace gatewayNamespace;
    private final Tenants tenants;
    private final Outside outside;
    private final Gateway gateway;
    private final Offices offices;
    private DesiredState desired;
    private boolean executesInXdp;
    private final Capture fromGateway;

    private LabNetwork(LabRun run, Set<Feature> off) {
        this.run = run;
        this.off = Set.copyOf(off);
        this.traffic = new Traffic(run);
        this.desired = DesiredState.complete(off);
        this.gatewayNamespace = run.namespace("gateway");
        this.gateway = new Gateway(run, gatewayNamespace);
        this.outside = new Outside(run, traffic);
        this.tenants = new Tenants(run, traffic);
        this.offices = new Offices(run, gatewayNamespace, outside, traffic, off);
        wire(outside.front(), FRONT, LabPlan.GATEWAY_FRONT_END);
        wire(tenants.provider().ethernet(), BACK, LabPlan.GATEWAY_PA);
        gatewayNamespace.ipv6Address(FRONT, LabPlan.GATEWAY_FRONT_END_6 + "/64");
        gatewayNamespace.ipv6Address(BACK, LabPlan.GATEWAY_PA_6 + "/64");
        gatewayNamespace.ip("route", "add", "default", "via", LabPlan.ROUTER);
        if (off.contains(Feature.PATH_MTU)) {
            gatewayNamespace.ip("link", "set", BACK, "mtu", "3000");
        }
        this.fromGateway =
                Capture.start(
                        tenants.provider().ethernet().namespace(),
                        GATEWAY_PORT,
                        "src host " + LabPlan.GATEWAY_PA + " and (icmp or tcp or arp)");
        traffic.awaitServers();
    }

    /// Builds it; with some features switched off, for proofs that have to fail.
    public static LabNetwork build(Set<Feature> off) {
        LabRun run = LabRun.begin();
        try {
            return new LabNetwork(run, off);
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
        if (off.contains(Feature.CONTINUATION)) {
            gateway.beForgetful();
        }
        List<String> routers = new ArrayList<>(List.of(LabPlan.ROUTER, LabPlan.ROUTER_6));
        if (!off.contains(Feature.EQUAL_COST)) {
            routers.add(LabPlan.ROUTER_TOO);
        }
        gateway.start(
                String.join(
                        ";",
                        "FrontEndInterface=" + FRONT,
                        "BackendInterface=" + BACK,
                        "ProviderAddress=" + LabPlan.GATEWAY_PA + "," + LabPlan.GATEWAY_PA_6,
                        "FrontEndGateway=" + String.join(",", routers),
                        "DirectRoutingMode=True",
                        "FrontEndServerAddress=" + LabPlan.GATEWAY_FRONT_END,
                        "NatPool=" + LabPlan.NAT_POOL,
                        forwarding.keys() + (furtherKeys.isEmpty() ? "" : ";" + furtherKeys)));
        executesInXdp = forwarding.executesInXdp(gateway.dataPath());
        apply();
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
        desired = DesiredState.complete(Set.of());
        tenants.moveHome();
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
