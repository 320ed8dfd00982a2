package io.hnvgateway.benchmarks.bgp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.benchmarks.device.DesiredTenants;
import io.hnvgateway.benchmarks.device.GatewayProcess;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.lab.bgp.Bird;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.ovs.NvgreHost;
import io.hnvgateway.lab.ovs.ProviderNetwork;
import io.hnvgateway.lab.ovs.VirtualMachine;
import io.hnvgateway.lab.ovs.VirtualSubnet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A gateway with many tenants, and a router of each: a VM that speaks BGP.
///
/// ```
///  tenant n   router 10.0.0.10, AS 65001 ─┬─ NVGRE ─ [ gateway 10.254.254.2, AS 64512 ]
///  tenant 0   VM     10.0.0.20           ─┘
/// ```
///
/// What a router announces lies in [#LEARNED_NET], and all of it is the router's own.
final class Routers implements AutoCloseable {
    /// Where [Bird#manyRoutes] begins.
    static final String LEARNED_NET = "100.64.0.0/10";

    static final int HOLD_SECONDS = 90;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROUTER_AS = 65001;
    private static final int GATEWAY_AS = 64512;
    private static final int MAXIMUM_PREFIXES = 20_000;
    private static final String PEER = "vm";
    private static final String SENDER_ADDRESS = "10.0.0.20";
    private static final String SENDER_MAC = "02:00:00:00:01:20";
    private static final String SUBNET_ROUTER = "10.0.0.1";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int POLL_MILLISECONDS = 10;

    private final LabRun run;
    private final GatewayProcess process;
    private final List<Namespace> routers = new ArrayList<>();
    private final List<Bird> birds = new ArrayList<>();
    private final Namespace sender;
    private final Path directory;
    private final ObjectNode desired;

    /// All is there, but the gateway has no tenants yet and no router speaks.
    Routers(LabRun run, String name, int tenants) throws IOException {
        this.run = run;
        directory = Files.createDirectories(run.directory().resolve(name));
        Namespace gateway = run.namespace(name);
        ProviderNetwork provider = new ProviderNetwork(run, name + "-net");
        NvgreHost host = provider.addHost(name + "-host", Tenant.HOST_PA);
        provider.ethernet().plug(gateway, Links.BACK_END, "gateway");
        provider.ethernet().acceptRedirectedFrames("gateway");
        gateway.address(Links.BACK_END, Tenant.GATEWAY_PA + "/24");
        Links.frontEnd(
                gateway, Tenant.FRONT_END_ADDRESS, run.namespace(name + "-out"), Links.SINK_DEVICE);
        for (int n = 0; n < tenants; n++) {
            Namespace router = machine(provider, host, new Tenant(n), n, true);
            Links.ip(router, "route add local " + LEARNED_NET + " dev lo");
            routers.add(router);
        }
        sender = machine(provider, host, new Tenant(0), tenants, false);
        provider.publish();
        desired = document(tenants);
        process = new GatewayProcess(gateway, "DataPath=xdp", directory);
    }

    private Namespace machine(
            ProviderNetwork provider, NvgreHost host, Tenant tenant, int number, boolean routes) {
        Namespace namespace = run.namespace("vm" + number);
        VirtualSubnet subnet =
                new VirtualSubnet(
                        tenant.vmVsid(),
                        SUBNET_ROUTER,
                        new VirtualSubnet.GatewayWildcard(
                                tenant.gatewayVsid(), Tenant.GATEWAY_MAC, Tenant.GATEWAY_PA, ""));
        provider.place(
                new VirtualMachine(
                        "vm" + number,
                        10 + number,
                        subnet,
                        routes ? Tenant.VM_ADDRESS : SENDER_ADDRESS,
                        routes ? Tenant.VM_MAC : SENDER_MAC,
                        namespace,
                        routes),
                host);
        return namespace;
    }

    private static ObjectNode document(int tenants) throws IOException {
        ObjectNode all = (ObjectNode) JSON.readTree(DesiredTenants.of(tenants));
        ((ObjectNode) all.path("virtualNetworks").get(0).path("properties"))
                .withArray("lookupRecords")
                .addObject()
                .put("resourceId", "sender")
                .putObject("properties")
                .put("customerAddress", SENDER_ADDRESS)
                .put("virtualSubnetId", new Tenant(0).vmVsid())
                .put("macAddress", SENDER_MAC.replace(':', '-'))
                .put("providerAddress", Tenant.HOST_PA);
        return all;
    }

    /// Gives the gateway all tenants, without peers.
    void applyTenants() throws IOException {
        apply();
    }

    /// Gives each tenant its peer.
    void applyPeers() throws IOException {
        for (JsonNode gateway : desired.withArray("virtualGateways")) {
            peer((ObjectNode) gateway.path("properties"), HOLD_SECONDS);
        }
        apply();
    }

    private static void peer(ObjectNode gateway, int holdSeconds) {
        ObjectNode router = JSON.createObjectNode().put("resourceId", "router");
        router.putObject("properties")
                .put("asNumber", GATEWAY_AS)
                .withArray("bgpPeers")
                .addObject()
                .put("resourceId", PEER)
                .putObject("properties")
                .put("peerIpAddress", Tenant.VM_ADDRESS)
                .put("asNumber", ROUTER_AS)
                .put("holdTimeSeconds", holdSeconds)
                .put("maximumPrefixes", MAXIMUM_PREFIXES);
        gateway.putArray("bgpRouters").add(router);
    }

    private void apply() throws IOException {
        Path file = directory.resolve("desired.json");
        JSON.writeValue(file.toFile(), desired);
        process.control("apply", "-f", file.toString());
    }

    /// Gives one tenant a peer with this hold time, or takes it away.
    ///
    /// @param holdSeconds 0: none
    void changePeer(int tenant, int holdSeconds) throws IOException {
        ObjectNode gateway = (ObjectNode) desired.path("virtualGateways").get(tenant);
        ObjectNode properties = (ObjectNode) gateway.path("properties");
        if (holdSeconds == 0) {
            properties.remove("bgpRouters");
        } else {
            peer(properties, holdSeconds);
        }
        ObjectNode request = JSON.createObjectNode().put("request", "put");
        request.putObject("document").putArray("virtualGateways").add(gateway);
        process.request(request);
    }

    /// Starts the router of a tenant.
    ///
    /// @param more of its configuration: what it announces
    Bird startRouter(int tenant, String more) {
        Bird bird = new Bird(run, routers.get(tenant), "vm" + tenant, configuration(tenant) + more);
        birds.add(bird);
        return bird;
    }

    /// Where a router writes what it does, with microseconds.
    Path log(int tenant) {
        return directory.resolve("bird-" + tenant + ".log");
    }

    private String configuration(int tenant) {
        return """
        log "%s" all;
        timeformat log iso long us;
        router id %s;
        protocol device {}
        protocol bgp %s {
          local %s as %d;
          neighbor %s as %d;
          multihop 2;
          hold time 240;
          connect retry time 1;
          error wait time 1, 2;
          connect delay time 1;
          ipv4 { import all; export where source = RTS_STATIC; };
        }
        """
                .formatted(
                        log(tenant),
                        Tenant.VM_ADDRESS,
                        Bird.SESSION,
                        Tenant.VM_ADDRESS,
                        ROUTER_AS,
                        Tenant.GATEWAY_ADDRESS,
                        GATEWAY_AS);
    }

    Bird router(int tenant) {
        return birds.get(tenant);
    }

    Namespace routerNamespace(int tenant) {
        return routers.get(tenant);
    }

    /// A VM of tenant 0 that is no router.
    Namespace sender() {
        return sender;
    }

    /// Routes in force in all compartments.
    int routes() throws IOException {
        int routes = 0;
        for (JsonNode row : process.show("compartments")) {
            routes += row.path("routes").asInt();
        }
        return routes;
    }

    /// Learned ones among them.
    int learned() throws IOException {
        int learned = 0;
        for (JsonNode row : process.show("routes")) {
            learned += row.path("origin").asText().equals("bgp") ? 1 : 0;
        }
        return learned;
    }

    /// Waits until so many learned routes are in force.
    void awaitLearned(int wanted) throws IOException {
        long startNs = System.nanoTime();
        while (routes() < wanted || learned() < wanted) { // the former is cheaper
            refuseAfter(startNs, "not yet in force: %d routes".formatted(wanted));
            pause(POLL_MILLISECONDS);
        }
    }

    void await(String what, BooleanSupplier condition) throws IOException {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            refuseAfter(startNs, "not yet: " + what);
            pause(POLL_MILLISECONDS);
        }
    }

    private void refuseAfter(long startNs, String reason) throws IOException {
        if (System.nanoTime() - startNs > LIMIT.toNanos()) {
            String log = process.output();
            throw new LabException(
                    "%s:\n%s\n%s"
                            .formatted(
                                    reason,
                                    process.show("bgp"),
                                    log.substring(Math.max(0, log.length() - 4000))));
        }
    }

    static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    /// Ends the gateway in order, so that it takes its speakers along.
    @Override
    public void close() {
        birds.forEach(Bird::close);
        process.close();
    }
}
