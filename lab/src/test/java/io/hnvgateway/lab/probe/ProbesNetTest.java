package io.hnvgateway.lab.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.Offices;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Result;
import io.hnvgateway.lab.ovs.NvgreHost;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Each probe where what it looks for is there, and where it is not, in one lab.
@Tag("net")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProbesNetTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LIMIT_NS = 40_000_000_000L;
    private static final long PAUSE_NS = 200_000_000L;
    private static final String SILENT = "net.ipv4.icmp_echo_ignore_all";
    private static final String FREE_HOST = "192.0.2.99";

    private final LabNetwork lab = LabNetwork.build();

    @BeforeAll
    void start() {
        lab.startGateway(Forwarding.DEFAULT);
    }

    @AfterAll
    void close() {
        lab.close();
    }

    @Test
    void findsWhatIsThere() throws IOException {
        JsonNode all = test(LabPlan.HOST_1_PA, LabPlan.HOST_3_PA);
        assertThat(status(all, "interface", "front")).isEqualTo("PASSED");
        assertThat(status(all, "interface", "back")).isEqualTo("PASSED");
        assertThat(status(all, "provider-address-present", LabPlan.GATEWAY_PA)).isEqualTo("PASSED");
        assertThat(status(all, "provider-address-present", LabPlan.GATEWAY_PA_6))
                .isEqualTo("PASSED");
        for (String host : List.of(LabPlan.HOST_1_PA, LabPlan.HOST_3_PA)) {
            assertThat(status(all, "provider-address-reachable", host)).isEqualTo("PASSED");
            assertThat(status(all, "path-mtu", host)).isEqualTo("PASSED");
            assertThat(status(all, "nvgre-round-trip", host))
                    .as(all.toPrettyString())
                    .isEqualTo("PASSED");
        }
        assertThat(detail(all, "path-mtu", LabPlan.HOST_1_PA))
                .startsWith("1500 bytes pass")
                .contains("up to 1458 bytes");
        assertThat(detail(all, "path-mtu", LabPlan.HOST_3_PA)).contains("up to 1438 bytes");
        assertThat(status(all, "front-end-next-hop", LabPlan.ROUTER)).isEqualTo("PASSED");
        assertThat(status(all, "free-capacity", "sessions")).isEqualTo("PASSED");
    }

    @Test
    void looksAtHostsOfLookupRecordsWhenNoneIsNamed() throws IOException {
        JsonNode all = test();
        assertThat(status(all, "nvgre-round-trip", LabPlan.HOST_1_PA)).isEqualTo("PASSED");
        assertThat(status(all, "nvgre-round-trip", LabPlan.HOST_2_PA)).isEqualTo("PASSED");
    }

    @Test
    void missesAHostThatIsDown() throws IOException {
        Namespace host = lab.tenants().host2().namespace();
        host.ip("link", "set", NvgreHost.PHYSICAL, "down");
        try {
            JsonNode all = test(LabPlan.HOST_1_PA, LabPlan.HOST_2_PA, FREE_HOST);
            assertThat(status(all, "provider-address-reachable", LabPlan.HOST_1_PA))
                    .isEqualTo("PASSED");
            for (String gone : List.of(LabPlan.HOST_2_PA, FREE_HOST)) {
                assertThat(status(all, "provider-address-reachable", gone)).isEqualTo("FAILED");
                assertThat(status(all, "path-mtu", gone)).isEqualTo("SKIPPED");
            }
            assertThat(status(all, "nvgre-round-trip", LabPlan.HOST_2_PA)).isEqualTo("FAILED");
            assertThat(status(all, "nvgre-round-trip", FREE_HOST)).isEqualTo("SKIPPED");
        } finally {
            host.ip("link", "set", NvgreHost.PHYSICAL, "up");
        }
    }

    @Test
    void measuresTheWayAndNotTheInterface() throws IOException {
        Namespace host = lab.tenants().host1().namespace();
        host.ip("link", "set", NvgreHost.PHYSICAL, "mtu", "1396"); // and room for a tag
        try {
            JsonNode all = test(LabPlan.HOST_1_PA);
            assertThat(status(all, "provider-address-reachable", LabPlan.HOST_1_PA))
                    .isEqualTo("PASSED");
            assertThat(status(all, "path-mtu", LabPlan.HOST_1_PA)).isEqualTo("FAILED");
            assertThat(detail(all, "path-mtu", LabPlan.HOST_1_PA))
                    .contains("only 1400 bytes pass", "MTU 1500", "1458 of a tenant's packet");
        } finally {
            host.ip("link", "set", NvgreHost.PHYSICAL, "mtu", "1500");
        }
    }

    @Test
    void missesVmsThatDoNotAnswerThoughTheirHostDoes() throws IOException {
        List<Namespace> guests =
                List.of(
                        lab.tenants().contosoWeb().station().namespace(),
                        lab.tenants().woodgroveWeb().station().namespace());
        guests.forEach(guest -> guest.must("sysctl", "-qw", SILENT + "=1"));
        try {
            JsonNode all = test(LabPlan.HOST_1_PA);
            assertThat(status(all, "provider-address-reachable", LabPlan.HOST_1_PA))
                    .isEqualTo("PASSED");
            assertThat(status(all, "nvgre-round-trip", LabPlan.HOST_1_PA)).isEqualTo("FAILED");
            assertThat(detail(all, "nvgre-round-trip", LabPlan.HOST_1_PA)).contains("contoso/web1");
        } finally {
            guests.forEach(guest -> guest.must("sysctl", "-qw", SILENT + "=0"));
        }
    }

    @Test
    void missesARouterThatIsGone() throws IOException {
        lab.outside().cutRouter();
        try {
            lab.gatewayNamespace().ip("neigh", "flush", "dev", "front");
            JsonNode all = test(LabPlan.HOST_1_PA);
            assertThat(status(all, "front-end-next-hop", LabPlan.ROUTER)).isEqualTo("FAILED");
            assertThat(detail(all, "front-end-next-hop", LabPlan.ROUTER)).contains("ARP");
        } finally {
            lab.outside().mendRouter();
        }
    }

    @Test
    void asksTheDaemonsThemselves() throws IOException {
        Assumptions.assumeTrue(Offices.whyMissing().isEmpty(), "charon");
        JsonNode none = test(LabPlan.HOST_1_PA);
        assertThat(status(none, "ike-daemon", null)).isEqualTo("SKIPPED");
        assertThat(status(none, "bgp-speaker", null)).isEqualTo("SKIPPED");
        lab.offices().open();
        lab.offices().connect(lab.desired());
        lab.offices().speak(lab.desired());
        lab.apply();
        JsonNode there = await("bgp-speaker", "PASSED");
        assertThat(status(there, "ike-daemon", null)).isEqualTo("PASSED");
        assertThat(detail(there, "ike-daemon", null)).contains("charon");
        lab.offices().close();
        assertThat(status(test(LabPlan.HOST_1_PA), "ike-daemon", null)).isEqualTo("FAILED");
        lab.offices().fallSilent(lab.desired());
        lab.offices().disconnect(lab.desired());
        lab.apply();
    }

    private JsonNode await(String name, String status) throws IOException {
        long endNs = System.nanoTime() + LIMIT_NS;
        JsonNode all = test(LabPlan.HOST_1_PA);
        while (!status(all, name, null).equals(status) && System.nanoTime() < endNs) {
            LockSupport.parkNanos(PAUSE_NS);
            all = test(LabPlan.HOST_1_PA);
        }
        assertThat(status(all, name, null)).as(all.toPrettyString()).isEqualTo(status);
        return all;
    }

    private JsonNode test(String... hosts) throws IOException {
        List<String> command =
                hosts.length == 0
                        ? List.of("test", "--json")
                        : List.of("test", "--json", "--host", String.join(",", hosts));
        Result result = lab.gateway().control(command.toArray(String[]::new));
        return JSON.readTree(result.output());
    }

    private static JsonNode find(JsonNode all, String name, String target) {
        for (JsonNode result : all) {
            boolean there = target == null || result.path("target").asText().equals(target);
            if (there && result.path("name").asText().equals(name)) {
                return result;
            }
        }
        throw new AssertionError(name + " of " + target + " is not in " + all.toPrettyString());
    }

    private static String status(JsonNode all, String name, String target) {
        return find(all, name, target).path("status").asText();
    }

    private static String detail(JsonNode all, String name, String target) {
        return find(all, name, target).path("detail").asText();
    }
}
