package io.hnvgateway.benchmarks.device;

import io.hnvgateway.benchmarks.Command;
import io.hnvgateway.benchmarks.traffic.Direction;
import io.hnvgateway.benchmarks.traffic.Encapsulation;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Route;
import io.hnvgateway.benchmarks.traffic.Scenario;
import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The kernel as gateway: a VXLAN device in a namespace for each tenant, routing, nftables source
/// NAT. Set up as fast as it goes: tunnel devices without GRO (it finds nothing to merge),
/// checksums not verified by conntrack (hardware would), soft interrupts where the packets arrive
/// (spreading them over the cores made each packet dearer and the rate no higher). A single tenant
/// has the front end straight in its namespace; many share it, each by a macvlan device.
public final class LinuxGateway implements DeviceUnderTest {
    public static final String VARIANT = "linux";

    private final Namespace generator;
    private final Namespace underlay;
    private final Namespace sink;
    private final List<Namespace> tenants;

    /// A thousand tenants take a thousand namespaces: what they have in common is made in batches,
    /// the rest by one short script in each.
    LinuxGateway(LabRun run, int tenants) throws IOException, InterruptedException {
        String role = "linux-" + tenants;
        underlay = run.namespace(role);
        generator = Links.backEnd(run, role, underlay);
        sink = run.namespace(role + "-sink");
        Links.frontEnd(underlay, Tenant.FRONT_END_ADDRESS, sink, Links.SINK_DEVICE);
        Links.withoutMerging(underlay, Links.BACK_END, Links.FRONT_END);
        Links.withoutMerging(generator, Links.GENERATOR_DEVICE);
        Links.withoutMerging(sink, Links.SINK_DEVICE);
        this.tenants =
                run.namespaces(IntStream.range(0, tenants).mapToObj(i -> role + "-t" + i).toList());
        underlay.ip("-batch", lines(run, role + "-links", this::links).toString());
        Path script = run.resource(LinuxGateway.class, "linux-tenant.sh");
        Path work = lines(run, role + "-tenants", (all, i) -> all.add(inside(script, i)));
        Command.run(
                List.of(
                        "xargs",
                        "--arg-file=" + work,
                        "--max-procs=" + Runtime.getRuntime().availableProcessors(),
                        "--max-lines=1",
                        "nsenter"));
    }

    @FunctionalInterface
    private interface Lines {
        void add(List<String> all, int tenant);
    }

    private Path lines(LabRun run, String name, Lines lines) throws IOException {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < tenants.size(); i++) {
            lines.add(all, i);
        }
        return Files.write(run.directory().resolve(name), all);
    }

    private void links(List<String> all, int tenant) {
        String namespace = tenants.get(tenant).name();
        all.add(
                "link add name %s type vxlan id %d local %s remote %s dstport 4789 nolearning"
                        .formatted(
                                tunnel(tenant),
                                new Tenant(tenant).gatewayVsid(),
                                Tenant.GATEWAY_PA,
                                Tenant.HOST_PA));
        all.add("link set %s netns %s".formatted(tunnel(tenant), namespace));
        if (tenants.size() > 1) {
            all.add(
                    "link add link %s name fe%d type macvlan mode private"
                            .formatted(Links.FRONT_END, tenant));
            all.add("link set fe%d netns %s name %s".formatted(tenant, namespace, Links.FRONT_END));
        } else {
            all.add("link set %s netns %s".formatted(Links.FRONT_END, namespace));
        }
    }

    /// The arguments of `nsenter` for one tenant.
    private String inside(Path script, int tenant) {
        List<String> words =
                List.of(
                        "--net=/run/netns/" + tenants.get(tenant).name(),
                        "sh",
                        script.toString(),
                        tunnel(tenant),
                        Tenant.GATEWAY_MAC,
                        Tenant.VM_ADDRESS,
                        Tenant.VM_MAC,
                        new Tenant(tenant).publicAddress(),
                        frontEndMac(tenant),
                        Tenant.NEXT_HOP,
                        Links.NEXT_HOP_MAC);
        return words.stream().collect(Collectors.joining(" "));
    }

    private static String tunnel(int tenant) {
        return "vxlan" + tenant;
    }

    /// Down, only a single tenant is reached, under the MAC that the other gateways have too.
    private String frontEndMac(int tenant) {
        return tenants.size() == 1
                ? Links.FRONT_END_MAC
                : "02:00:00:01:%02x:%02x".formatted(tenant >> 8, tenant & 255);
    }

    @Override
    public String variant() {
        return VARIANT;
    }

    @Override
    public Encapsulation tunnel() {
        return Encapsulation.VXLAN;
    }

    @Override
    public boolean translates() {
        return true;
    }

    @Override
    public boolean takes(Scenario scenario) {
        return tenants.size() == 1
                ? scenario.compartments() == 1
                : scenario.compartments() > 1 && scenario.direction() == Direction.UP;
    }

    /// A veth end takes live frames only with a program on it.
    @Override
    public Route route(Scenario scenario) {
        String inner = Links.place(generator, Links.GENERATOR_DEVICE);
        String outer = Links.place(sink, Links.SINK_DEVICE);
        return switch (scenario.direction()) {
            case UP ->
                    new Route(
                            inner,
                            List.of(
                                    Links.place(underlay, Links.BACK_END) + "=pass",
                                    outer + "=sink_tc"),
                            Encapsulation.VXLAN,
                            Route.Arrival.translated());
            case DOWN ->
                    new Route(
                            outer,
                            List.of(
                                    Links.place(tenants.getFirst(), Links.FRONT_END) + "=pass",
                                    inner + "=sink_tc"),
                            Encapsulation.NONE,
                            Route.Arrival.tunneled(Encapsulation.VXLAN));
        };
    }

    /// The kernel's work is in the generator's system call.
    @Override
    public List<Long> processes() {
        return List.of();
    }

    @Override
    public int window() {
        return 192;
    }
}
