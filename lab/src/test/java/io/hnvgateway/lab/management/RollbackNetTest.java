package io.hnvgateway.lab.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.HostDrops;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Result;
import io.hnvgateway.lab.stream.Datagrams;
import io.hnvgateway.lab.stream.Stream;
import io.hnvgateway.lab.stream.StreamReport;
import io.hnvgateway.lab.stream.StreamRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is taken back of one tenant, by itself or by a rollback, another tenant's transfers do not
/// notice.
@Tag("net")
@Timeout(180)
class RollbackNetTest {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PORT = 7500;

    @TempDir private Path temporary;
    private LabNetwork lab;

    @BeforeEach
    void build() {
        lab = LabNetwork.build();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void transfersOfOthersGoOnWhileATenantsChangesAreTakenBack() throws Exception {
        lab.startGateway(new Forwarding("xdp", "xdp", 1), "");
        String before = desired();
        long dropsBefore = hostDrops();
        try (StreamRun streams = StreamRun.start(lab.directory(), streams())) {
            streams.awaitProgress(LIMIT);
            long contoso = generation("contoso");
            long woodgrove = generation("woodgrove");

            control("delete", "/loadBalancers/woodgrove-nat", "--confirm", "1s");
            assertThat(generation("woodgrove")).isNotEqualTo(woodgrove);
            while (!told("versions").path("pending").isEmpty()) {
                Thread.sleep(20);
            }
            assertThat(desired()).isEqualTo(before);
            streams.awaitProgress(LIMIT);

            long version = told("versions").at("/versions/0/version").asLong();
            control("put", "-f", moved().toString());
            control("delete", "/loadBalancers/woodgrove-nat");
            assertThat(desired()).isNotEqualTo(before);
            streams.awaitProgress(LIMIT);
            control("rollback", Long.toString(version));
            assertThat(desired()).isEqualTo(before);
            streams.awaitProgress(LIMIT);

            assertThat(generation("contoso")).isEqualTo(contoso);
            assertUndisturbed(streams.finish(), hostDrops() - dropsBefore);
        }
        assertThat(
                        lab.tenants()
                                .woodgroveWeb()
                                .station()
                                .whoAmI("http://" + LabPlan.INTERNET)
                                .answered())
                .as("Woodgrove reaches the Internet again")
                .isTrue();
    }

    /// Contoso's, out through NAT.
    private List<Stream> streams() {
        Namespace web = lab.tenants().contosoWeb().station().namespace();
        Namespace internet = lab.outside().internet().namespace();
        return List.of(
                new Stream(
                        "nat",
                        Stream.Kind.DATAGRAMS,
                        web,
                        LabPlan.INTERNET,
                        PORT,
                        internet,
                        PORT,
                        100),
                new Stream(
                        "nat-tcp",
                        Stream.Kind.CONNECTION,
                        web,
                        LabPlan.INTERNET,
                        PORT,
                        internet,
                        PORT,
                        100_000));
    }

    private static void assertUndisturbed(StreamReport report, long hostDrops) {
        long lost = report.datagrams().values().stream().mapToLong(Datagrams::lostOnTheWay).sum();
        assertThat(lost)
                .as("%s; the machine itself dropped %d", report.datagrams(), hostDrops)
                .isLessThanOrEqualTo(hostDrops);
        assertThat(report.datagrams().values()).allMatch(datagrams -> datagrams.peers() == 1);
        assertThat(report.connection("nat-tcp").resets()).isZero();
        assertThat(report.connection("nat-tcp").whole()).isTrue();
    }

    private long hostDrops() {
        List<Namespace> switches =
                List.of(lab.tenants().host1().namespace(), lab.tenants().host2().namespace());
        return new HostDrops(
                        switches,
                        List.of(
                                switches.getFirst(),
                                switches.getLast(),
                                lab.gatewayNamespace(),
                                lab.tenants().provider().ethernet().namespace(),
                                lab.outside().internet().namespace(),
                                lab.tenants().contosoWeb().station().namespace()))
                .count();
    }

    /// Woodgrove's network, with its VM at the other host.
    private Path moved() throws IOException {
        ObjectNode put = JSON.createObjectNode();
        for (JsonNode network : lab.desired().document().path("virtualNetworks")) {
            if (network.path("resourceId").asText().equals("woodgrove")) {
                ObjectNode other = network.deepCopy();
                ((ObjectNode) other.at("/properties/lookupRecords/0/properties"))
                        .put("providerAddress", LabPlan.HOST_2_PA);
                put.putArray("virtualNetworks").add(other);
            }
        }
        return Files.writeString(temporary.resolve("moved.json"), put.toString());
    }

    private String desired() {
        return control("desired");
    }

    private long generation(String tenant) throws IOException {
        JsonNode rows = told("show", "compartments", "--tenant", tenant);
        return rows.findValue("generation").asLong();
    }

    private JsonNode told(String... command) throws IOException {
        String[] json = Arrays.copyOf(command, command.length + 1);
        json[command.length] = "--json";
        return JSON.readTree(control(json));
    }

    private String control(String... command) {
        Result result = lab.gateway().control(command);
        assertThat(result.succeeded()).as(result.output()).isTrue();
        return result.output();
    }
}
