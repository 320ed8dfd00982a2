package io.hnvgateway.lab.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Running;
import io.hnvgateway.lab.netns.Veth;
import io.hnvgateway.lab.traffic.Station;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Kernels' TCP on both sides of a gateway's process: routers in VMs of two tenants with the same
/// addresses, and of one with IPv6, and a stand-in for the speakers in their namespace.
@Tag("net")
class BgpPuntNetTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int GTSM = 255;
    private static final String BULK_BYTES = "400000";
    private static final String SPEAKERS_MAC = "02:48:4e:56:00:01";

    private final LabNetwork lab = LabNetwork.build();
    private final Namespace speakers = lab.run().namespace("speakers");
    private final Path script = lab.run().resource(BgpPuntNetTest.class, "bgp_peer.py");

    @AfterEach
    void close() {
        lab.close();
    }

    /// As decision 028 wants it.
    private void link() {
        Namespace gateway = lab.gatewayNamespace();
        Veth.connect(new Veth.End(gateway, "hnv-bgp"), new Veth.End(speakers, "hnv-bgp-in"));
        gateway.ip("link", "set", "hnv-bgp", "address", SPEAKERS_MAC);
        speakers.must("sysctl", "-q", "-w", "net.ipv6.conf.all.disable_ipv6=0");
        speakers.must("sysctl", "-q", "-w", "net.ipv4.conf.all.rp_filter=0");
        speakers.ip("link", "set", "lo", "up");
        speakers.ip("link", "set", "hnv-bgp-in", "address", SPEAKERS_MAC, "arp", "off");
        for (String family : List.of("-4", "-6")) {
            String own = family.equals("-4") ? "10.0.0.0/9" : "fd00:2::/64";
            speakers.ip(family, "route", "add", "local", own, "dev", "lo");
            speakers.ip(family, "route", "add", "default", "dev", "hnv-bgp-in");
        }
    }

    /// A gateway that has peers without a resource that names them: the first VM of each tenant.
    private Path withPeerings() {
        try {
            Path classes = Files.createDirectories(lab.directory().resolve("peerings"));
            Path source = classes.resolve("ConfiguredPeerings.java");
            Files.writeString(
                    source,
                    """
                    package io.hnvgateway.app.desired;
                    import io.hnvgateway.packet.IpAddress;
                    import io.hnvgateway.provider.resource.VirtualNetwork;
                    import java.util.List;
                    final class ConfiguredPeerings {
                        static List<BgpPeering> of(VirtualNetwork network) {
                            boolean ipv6 = network.resourceId().equals("fabrikam");
                            return List.of(new BgpPeering(
                                    IpAddress.parse(ipv6 ? "%s" : "%s"),
                                    IpAddress.parse(ipv6 ? "%s" : "%s")));
                        }
                    }
                    """
                            .formatted(
                                    LabPlan.FABRIKAM_WEB_CA,
                                    LabPlan.WEB_CA,
                                    LabPlan.FABRIKAM_GATEWAY_CA,
                                    LabPlan.GATEWAY_CA));
            int status =
                    ToolProvider.getSystemJavaCompiler()
                            .run(null, null, null, "-d", classes.toString(), source.toString());
            assertThat(status).as("compilation of %s", source).isZero();
            return classes;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Running peer(Namespace namespace, String... arguments) {
        return namespace.start(
                Stream.concat(
                                Stream.of("/usr/bin/python3", script.toString()),
                                Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private Running connect(Namespace from, String source, String to, int ttl) {
        return peer(from, "connect", source, to, Integer.toString(ttl));
    }

    private void listen(Namespace namespace, int ttl) {
        Station.awaitReady(peer(namespace, "listen", Integer.toString(ttl)));
    }

    private static void await(Running program, String text) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!program.output().contains(text)) {
            assertThat(program.isAlive()).as("alive: %s", program.output()).isTrue();
            assertThat(System.nanoTime() - end)
                    .as("%s in time: %s", text, tail(program))
                    .isNegative();
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static String tail(Running program) {
        String output = program.output();
        return output.substring(Math.max(0, output.length() - 300));
    }

    /// Lines that came back so far.
    private static int lines(Running program) {
        Matcher last = Pattern.compile("alive (\\d+) ").matcher(program.output());
        int lines = 0;
        while (last.find()) {
            lines = Integer.parseInt(last.group(1));
        }
        return lines;
    }

    private static void awaitFurtherLines(Running program) {
        await(program, "alive %d ".formatted(lines(program) + 5));
    }

    /// "peer's alias to own alias", as `explain` tells them.
    private Matcher aliases(String tenant, String peer, String own) {
        String explained =
                lab.gateway()
                        .control(
                                "explain",
                                "--tenant=" + tenant,
                                "--source=" + peer,
                                "--destination=" + own,
                                "--protocol=tcp",
                                "--destination-port=179")
                        .output();
        Matcher matcher = Pattern.compile("as (\\S+) to (\\S+)").matcher(explained);
        assertThat(matcher.find()).as(explained).isTrue();
        assertThat(explained).contains("handed to the BGP speaker");
        return matcher;
    }

    private List<String> drops() {
        return lab.gateway()
                .control("show", "drops")
                .output()
                .lines()
                .filter(line -> line.contains("bgp"))
                .toList();
    }

    private String guard() {
        return lab.gatewayNamespace()
                .must("nft", "list", "table", "netdev", "hnv_guard_hnv_2dbgp")
                .output();
    }

    @Test
    void routersInVmsAndTheSpeakersSpeakWhateverTheirAddressesAndSessionsOutliveTheGateway() {
        lab.startGateway(new Forwarding("xdp", "xdp", 2));
        Path peerings = withPeerings();
        lab.gateway().restartWith(peerings);
        link();
        Namespace contoso = lab.tenants().contosoWeb().station().namespace();
        Namespace woodgrove = lab.tenants().woodgroveWeb().station().namespace();
        Namespace fabrikam = lab.tenants().fabrikamWeb().station().namespace();
        Matcher ofContoso = aliases("contoso", LabPlan.WEB_CA, LabPlan.GATEWAY_CA);
        Matcher ofWoodgrove = aliases("woodgrove", LabPlan.WEB_CA, LabPlan.GATEWAY_CA);
        Matcher ofFabrikam =
                aliases("fabrikam", LabPlan.FABRIKAM_WEB_CA, LabPlan.FABRIKAM_GATEWAY_CA);
        assertThat(ofContoso.group(1)).isNotEqualTo(ofWoodgrove.group(1));
        assertThat(ofContoso.group(2)).as("one speaker").isEqualTo(ofWoodgrove.group(2));

        // One tenant's router insists on 255 hops (RFC 5082), the other's is content with one.
        listen(speakers, GTSM);
        Running first = connect(contoso, "-", LabPlan.GATEWAY_CA, GTSM);
        await(first, " %s>%s".formatted(ofContoso.group(1), ofContoso.group(2)));
        Running sixth = connect(fabrikam, "-", LabPlan.FABRIKAM_GATEWAY_CA, GTSM);
        await(sixth, " %s>%s".formatted(ofFabrikam.group(1), ofFabrikam.group(2)));
        listen(woodgrove, 1);
        Running second = connect(speakers, ofWoodgrove.group(2), ofWoodgrove.group(1), 1);
        await(second, " %s>%s".formatted(LabPlan.GATEWAY_CA, LabPlan.WEB_CA));

        // Whole segments both ways.
        List<String> before = drops();
        Running bulk = peer(contoso, "bulk", "-", LabPlan.GATEWAY_CA, "255", BULK_BYTES);
        await(bulk, "bulk " + BULK_BYTES);
        assertThat(drops()).isEqualTo(before);

        lab.gateway().kill();
        assertThat(guard()).as("what the host makes of the speakers' packets").contains("drop");
        lab.gateway().restartWith(peerings);
        List<Running> sessions = List.of(first, second, sixth);
        sessions.forEach(BgpPuntNetTest::awaitFurtherLines);
        // The link is taken up a moment after the workers' start, and drops until then.
        before = drops();
        sessions.forEach(BgpPuntNetTest::awaitFurtherLines);
        assertThat(drops()).isEqualTo(before);
        assertThat(aliases("contoso", LabPlan.WEB_CA, LabPlan.GATEWAY_CA).group(1))
                .isEqualTo(ofContoso.group(1));
    }
}
