package io.hnvgateway.lab;

import io.hnvgateway.lab.gateway.DesiredState;
import io.hnvgateway.lab.gateway.Feature;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.gateway.Gateway;
import io.hnvgateway.lab.netns.EthernetSwitch;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.traffic.Capture;
import io.hnvgateway.lab.traffic.Payload;
import io.hnvgateway.lab.traffic.Station;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// The lab as the package's picture shows it, ready for traffic; the gateway's place is wired, the
/// gateway itself is started separately.
public final class LabNetwork implements AutoCloseable {
    private static final String BACK = "back";
    private static final String FRONT = "front";
    private static final String GATEWAY_PORT = "gateway";

    /// As the controller calls the gateway.
    private static final String FIRST = "gateway1";

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
    private boolean managed;
    private @Nullable LabController controller;
    private @Nullable SecondGateway second;
    private @Nullable FutureTask<Void> beginning;
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

    /// From its next start on the gateway is managed by a controller alone, which is told of every
    /// change of the desired state.
    public void manage() {
        managed = true;
    }

    /// A trial of the controller needs one.
    private boolean isManaged() {
        return managed
                || off.contains(Feature.GATEWAY_IDENTITY)
                || off.contains(Feature.HOST_POINTING);
    }

    /// The controller of the gateway, which is managed.
    public LabController controller() {
        if (!isManaged() || !gateway.isRunning()) {
            throw new LabException("no controller manages a gateway");
        }
        return madeController();
    }

    private LabController madeController() {
        LabController known = controller;
        if (known == null) {
            known = new LabController(run, this::point);
            controller = known;
        }
        return known;
    }

    /// Tells hosts and the router which gateway serves Contoso.
    private void point(String tenant, String name) {
        if (off.contains(Feature.HOST_POINTING)) {
            return;
        }
        if (!tenant.equals("contoso")) {
            throw new LabException("only Contoso moves in this lab, not " + tenant);
        }
        boolean away = name.equals(SecondGateway.NAME);
        tenants.provider()
                .point(LabPlan.CONTOSO, away ? LabPlan.CONTOSO_AT_SECOND : LabPlan.CONTOSO);
        outside.routeExternal(
                LabPlan.CONTOSO_EXTERNAL,
                away ? LabPlan.SECOND_FRONT_END : LabPlan.GATEWAY_FRONT_END);
    }

    /// Begins to start a second gateway, for [#startSecond] to wait for.
    public void beginSecond() {
        SecondGateway begun = wiredSecond();
        String management = controller().connect(SecondGateway.NAME, begun.namespace());
        FutureTask<Void> start =
                new FutureTask<>(() -> {
                    begun.start(management);
                    return null;
                });
        beginning = start;
        Thread.ofVirtual().name("second-gateway").start(start);
    }

    private SecondGateway wiredSecond() {
        SecondGateway known = second;
        if (known == null) {
            known = new SecondGateway(run, outside.front(), tenants.provider().ethernet());
            second = known;
        }
        return known;
    }

    /// Starts a second gateway, which the same controller manages until [#endSecond].
    public SecondGateway startSecond() {
        LabController controls = controller();
        if (beginning == null) {
            beginSecond();
        }
        awaitSecond();
        SecondGateway started = wiredSecond();
        controls.introduce(SecondGateway.NAME, started.gateway(), LabPlan.SECOND_PA);
        controls.keep(desired);
        return started;
    }

    private void awaitSecond() {
        FutureTask<Void> start = beginning;
        beginning = null;
        try {
            if (start != null) {
                start.get();
            }
        } catch (ExecutionException e) {
            throw new LabException("the second gateway does not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    /// Ends the second gateway, at which no tenant is.
    public void endSecond() {
        SecondGateway known = second;
        if (known != null && controller != null) {
            controller.forget(SecondGateway.NAME);
            controller.keep(desired);
            known.close();
        }
    }

    private void start() {
        startedWith = keys();
        if (isManaged()) {
            madeController().start();
        }
        gateway.start(startedWith);
        if (isManaged()) {
            madeController().introduce(FIRST, gateway, LabPlan.GATEWAY_PA);
        }
        executesInXdp = forwarding.executesInXdp(gateway.dataPath());
    }

    private String keys() {
        List<String> routers = new ArrayList<>(List.of(LabPlan.ROUTER, LabPlan.ROUTER_6));
        if (!off.contains(Feature.EQUAL_COST)) {
            routers.add(LabPlan.ROUTER_TOO);
        }
        String management =
                isManaged() ? ";" + madeController().connect(FIRST, gatewayNamespace) : "";
        return String.join(
                ";",
                "FrontEndInterface=" + FRONT,
                "BackendInterface=" + BACK,
                "ProviderAddress=" + LabPlan.GATEWAY_PA + "," + LabPlan.GATEWAY_PA_6,
                "FrontEndGateway=" + String.join(",", routers),
                "DirectRoutingMode=True",
                "FrontEndServerAddress=" + LabPlan.GATEWAY_FRONT_END,
                "NatPool=" + LabPlan.NAT_POOL,
                forwarding.keys() + (furtherKeys.isEmpty() ? "" : ";" + furtherKeys) + management);
    }

    /// Whether the gateway's XDP program has to carry the known flows; false before a start.
    public boolean executesInXdp() {
        return executesInXdp;
    }

    /// Hands the desired state, as it stands now, to the gateway.
    public void apply() {
        if (isManaged() && !off.contains(Feature.GATEWAY_IDENTITY)) {
            controller().repair(desired);
        } else {
            gateway.apply(desired);
        }
    }

    /// A VM runs behind another provider address from now on; the gateway is told.
    ///
    /// @param record its name
    public void migrate(String tenant, String record, String providerAddress) {
        if (desired.lacks(Feature.LIVE_MIGRATION)) {
            return;
        }
        desired.move(tenant, record, providerAddress);
        if (isManaged()) {
            controller()
                    .must(
                            "migrate",
                            tenant + "/" + record,
                            "--to",
                            LabInventory.host(providerAddress));
        } else {
            apply();
        }
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
        if (controller != null) {
            controller.beMistaken(off.contains(Feature.GATEWAY_IDENTITY));
            controller.keep(desired);
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

    private void end(SecondGateway other) {
        try {
            awaitSecond();
        } catch (LabException _) {
            // It goes with the rest.
        }
        other.close();
    }

    /// Removes everything; the gateway is asked to end first.
    @Override
    public void close() {
        if (second != null) {
            end(second);
        }
        gateway.close();
        if (controller != null) {
            controller.close();
        }
        offices.close();
        run.close();
    }
}
