package io.hnvgateway.benchmarks.forward;

import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The kernel as gateway: a VXLAN device in a namespace for each tenant, routing, nftables
/// masquerade. Set up as fast as it goes: tunnel devices without GRO (it finds nothing to merge),
/// checksums not verified by conntrack (hardware would), the front end straight in the tenant's
/// namespace, soft interrupts where the packets arrive (spreading them over the cores made each
/// packet dearer and the rate no higher).
final class LinuxGateway implements DeviceUnderTest {
    static final String VARIANT = "linux";

    private static final String MASQUERADE =
            """
            table ip nat {
              chain postrouting {
                type nat hook postrouting priority srcnat;
                oifname "fe" masquerade
              }
            }
            """;

    private final Namespace generator;
    private final Namespace underlay;
    private final Namespace sink;
    private final int tenants;

    LinuxGateway(LabRun run, int tenants) throws IOException {
        this.tenants = tenants;
        underlay = run.namespace("linux");
        generator = Links.backEnd(run, "linux", underlay);
        sink = run.namespace("linux-sink");
        Path rules = Files.writeString(run.directory().resolve("masquerade.nft"), MASQUERADE);
        for (int i = 0; i < tenants; i++) {
            addTenant(run.namespace("linux-t" + i), new Tenant(i), rules);
        }
    }

    private void addTenant(Namespace namespace, Tenant tenant, Path rules) {
        String tunnel = "vxlan" + tenant.index();
        Links.ip(
                underlay,
                "link add name %s type vxlan id %d local %s dstport 4789 nolearning"
                        .formatted(tunnel, tenant.gatewayVsid(), Tenant.GATEWAY_PA));
        Links.ip(underlay, "link set %s netns %s".formatted(tunnel, namespace.name()));
        Links.ip(namespace, "link set %s address %s up".formatted(tunnel, Tenant.GATEWAY_MAC));
        namespace.address(tunnel, "10.0.0.1/24");
        namespace.must("ethtool", "-K", tunnel, "gro", "off");
        Links.frontEnd(namespace, tenant.publicAddress(), sink, sinkDevice(tenant.index()));
        namespace.must("nft", "-f", rules.toString());
        namespace.must(
                "sysctl",
                "-qw",
                "net.ipv4.ip_forward=1",
                "net.ipv4.conf.%s.rp_filter=0".formatted(tunnel),
                "net.netfilter.nf_conntrack_checksum=0");
    }

    private static String sinkDevice(int tenant) {
        return Links.SINK_DEVICE + tenant;
    }

    @Override
    public String variant() {
        return VARIANT;
    }

    @Override
    public Encapsulation encapsulation() {
        return Encapsulation.VXLAN;
    }

    @Override
    public String generator() {
        return Links.place(generator, Links.GENERATOR_DEVICE);
    }

    /// A veth end takes redirected frames only with a program on it.
    @Override
    public List<String> attachments() {
        List<String> all =
                new ArrayList<>(List.of(Links.place(underlay, Links.BACK_END) + "=pass"));
        for (int i = 0; i < tenants; i++) {
            all.add(Links.place(sink, sinkDevice(i)) + "=sink_tc");
        }
        return all;
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
