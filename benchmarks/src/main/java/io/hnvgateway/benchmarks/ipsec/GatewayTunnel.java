package io.hnvgateway.benchmarks.ipsec;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.benchmarks.device.Compilers;
import io.hnvgateway.benchmarks.device.DesiredTenants;
import io.hnvgateway.benchmarks.device.GatewayProcess;
import io.hnvgateway.benchmarks.device.Threads;
import io.hnvgateway.benchmarks.traffic.Encapsulation;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Route;
import io.hnvgateway.benchmarks.traffic.Scenario;
import io.hnvgateway.benchmarks.traffic.Subject;
import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.lab.charon.Charon;
import io.hnvgateway.lab.charon.CharonOptions;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The product with a tenant's tunnel to its office.
final class GatewayTunnel implements Subject {
    static final String VARIANT = "hnv";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OFFICE = "203.0.113.9";
    private static final String OFFICE_NET = "198.51.100.0/24";
    private static final int WINDOW = 256;

    private final Namespace generator;
    private final Namespace sink;
    private final GatewayProcess process;
    private final Office office;

    GatewayTunnel(LabRun run) throws IOException {
        Namespace namespace = run.namespace(VARIANT);
        generator = Links.backEnd(run, VARIANT, namespace);
        sink = run.namespace(VARIANT + "-office");
        Links.frontEnd(namespace, Tenant.FRONT_END_ADDRESS, sink, Links.SINK_DEVICE);
        sink.address(Links.SINK_DEVICE, OFFICE + "/24");
        Links.ip(
                namespace,
                "neigh replace %s lladdr %s dev %s nud permanent"
                        .formatted(OFFICE, Links.NEXT_HOP_MAC, Links.FRONT_END));
        Links.withoutMerging(namespace, Links.BACK_END, Links.FRONT_END);
        Links.withoutMerging(generator, Links.GENERATOR_DEVICE);
        Links.withoutMerging(sink, Links.SINK_DEVICE);
        Links.withTransmitOffloads(namespace, Links.FRONT_END);
        Path directory = Files.createDirectories(run.directory().resolve(VARIANT));
        Path keys = directory.resolve("kernel-hnv.sock");
        String charonName = "charon-" + VARIANT;
        Path vici = run.directory().resolve(charonName).resolve("vici.sock");
        process =
                new GatewayProcess(
                        namespace,
                        "DataPath=xdp;Executor=java;IkeSocket=" + keys + ";ViciSocket=" + vici,
                        directory);
        Charon.start(run, namespace, charonName, CharonOptions.gateway(keys));
        Path document = Files.writeString(directory.resolve("tenants.json"), document());
        process.control("apply", "-f", document.toString());
        Threads.putFirst(namespace, process.pid(), "worker");
        office =
                new Office(
                        run,
                        sink,
                        Tenant.SERVER,
                        new Office.End(
                                OFFICE,
                                Tenant.FRONT_END_ADDRESS,
                                "office",
                                "gateway",
                                OFFICE_NET,
                                "10.0.0.0/24"));
    }

    /// One tenant with the connection.
    private static String document() throws IOException {
        ObjectNode all = (ObjectNode) JSON.readTree(DesiredTenants.of(1));
        ObjectNode gateway = all.withArray("virtualGateways").get(0).withObject("properties");
        ObjectNode connection =
                gateway.withArray("networkConnections")
                        .addObject()
                        .put("resourceId", "office")
                        .putObject("properties");
        connection.put("connectionType", "IPSec").put("destinationIPAddress", OFFICE);
        connection.putArray("routes").addObject().put("destinationPrefix", OFFICE_NET);
        connection
                .putObject("ipSecConfiguration")
                .put("sharedSecret", Office.PSK)
                .put("localIdentity", "gateway")
                .put("peerIdentity", "office");
        return JSON.writeValueAsString(all);
    }

    /// Has the tunnel set up, patiently: the gateway's charon gets its connections in a while.
    void connect() throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                office.connect();
                return;
            } catch (RuntimeException e) {
                if (attempt == 5) {
                    throw e;
                }
                Thread.sleep(1000);
            }
        }
    }

    Office office() {
        return office;
    }

    /// Waits until its compilers are at rest.
    void settle() throws IOException, InterruptedException {
        Compilers.awaitRest(process.pid());
    }

    @Override
    public String variant() {
        return VARIANT;
    }

    @Override
    public boolean translates() {
        return false;
    }

    @Override
    public Route route(Scenario scenario) {
        return new Route(
                Links.place(generator, Links.GENERATOR_DEVICE),
                List.of(Links.place(sink, Links.SINK_DEVICE) + "=sink_tc_esp"),
                Encapsulation.NVGRE,
                new Route.Arrival(Encapsulation.NONE, Tenant.VM_ADDRESS, 0, Tenant.SERVER));
    }

    @Override
    public List<Long> processes() {
        return List.of(process.pid());
    }

    @Override
    public int window() {
        return WINDOW;
    }
}
