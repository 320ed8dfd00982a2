package io.hnvgateway.provider.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.client.LoopbackServer.Answer;
import io.hnvgateway.provider.client.LoopbackServer.Asked;
import io.hnvgateway.provider.spi.GatewayCredentials;
import io.hnvgateway.provider.spi.GatewayProvider;
import io.hnvgateway.provider.spi.TestReport;
import io.hnvgateway.provider.value.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ConnectionTestTest {
    private static final GatewayCredentials CREDENTIALS =
            GatewayCredentials.token(LoopbackServer.TOKEN.toCharArray());

    private static TestReport test(String connectionString, GatewayCredentials credentials) {
        return GatewayProvider.load()
                .test(connectionString, credentials, List.of(IpAddress.parse("192.0.2.11")));
    }

    private static TestReport test(Function<Asked, Answer> answers, String more) {
        try (LoopbackServer server = new LoopbackServer(answers)) {
            return test(server.connectionString() + more, CREDENTIALS);
        }
    }

    private static Answer whole(Asked asked) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        return switch (asked.path()) {
            case "/networking/v1/diagnostics/status" ->
                    Answer.json(200, body.put("networks", 3).put("gatewayVM", "gw1"));
            case "/networking/v1/diagnostics/probes" -> {
                assertThat(asked.body().path("hosts").path(0).asText()).isEqualTo("192.0.2.11");
                body.putArray("value")
                        .addObject()
                        .put("name", "provider-address-reachable")
                        .put("target", "192.0.2.11")
                        .put("status", "Failed")
                        .put("detail", "no answer in 1 s");
                yield Answer.json(200, body);
            }
            case "/networking/v1/diagnostics/events" -> Answer.json(200, body);
            case "/health/ready" -> new Answer(200, Map.of(), "ready\n".getBytes(UTF_8));
            default -> new LoopbackGateway().answer(asked);
        };
    }

    @Test
    void aGatewayIsDescribedLineByLine() {
        TestReport report =
                test(
                        ConnectionTestTest::whole,
                        ";MaxVMNetworksSupported=3;GatewayVM=GW1;Migrate=true");
        assertThat(report.toString())
                .containsSubsequence(
                        "Passed           connection string: https://127.0.0.1:",
                        "Passed           name: 127.0.0.1",
                        "Passed           TCP connection",
                        "Passed           TLS: TLSv1.3",
                        "Passed           API version: v1",
                        "Passed           authentication",
                        "Passed           role",
                        "Passed           clock",
                        "Passed           GatewayVM: gw1",
                        "Passed           Migrate",
                        "Failed           capacity: 3 of 3 customer networks",
                        "Passed           ready",
                        "Failed           provider-address-reachable 192.0.2.11: no answer in 1 s",
                        "Implemented      create, read, update, delete virtualNetworks",
                        "Implemented      events",
                        "Not implemented  access control lists");
        assertThat(report.passed()).isFalse();
    }

    @Test
    void aWrongConnectionStringIsALineForEachFault() {
        assertThat(test("ManagementEndpoint=http://x;Wrokers=1", CREDENTIALS).lines())
                .extracting(TestReport.Line::result)
                .containsExactly(
                        TestReport.Result.FAILED,
                        TestReport.Result.FAILED,
                        TestReport.Result.SKIPPED);
        assertThat(test("VMHost=x", CREDENTIALS).toString())
                .contains("ManagementEndpoint: is missing");
    }

    @Test
    void whereNothingListensTheConnectionFails() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(test("ManagementEndpoint=https://127.0.0.1:" + port, CREDENTIALS).toString())
                .contains("Failed           TCP connection")
                .endsWith("everything else: the gateway is not reached\n");
    }

    @Test
    void anotherCertificateFails() {
        try (LoopbackServer server = new LoopbackServer(ConnectionTestTest::whole)) {
            String other = server.connectionString().replaceAll("[0-9a-f]{64}", "ab".repeat(32));
            assertThat(test(other, CREDENTIALS).toString())
                    .contains("Failed           certificate: the certificate's fingerprint is ")
                    .contains(LoopbackServer.CERTIFICATE.fingerprint());
            assertThat(server.seen()).isEmpty();
        }
    }

    @Test
    void anUnknownTokenFails() {
        try (LoopbackServer server = new LoopbackServer(ConnectionTestTest::whole)) {
            TestReport report =
                    test(
                            server.connectionString(),
                            GatewayCredentials.token("hunter3".toCharArray()));
            assertThat(report.toString())
                    .contains("Failed           authentication")
                    .doesNotContain("hunter3");
        }
    }

    @Test
    void whatSpeaksNoneOfThisApiFails() {
        TestReport report = test(_ -> new Answer(200, Map.of(), "<html>".getBytes(UTF_8)), "");
        assertThat(report.toString()).contains("Failed           API version");
    }

    @Test
    void aReaderCannotManage() {
        TestReport report =
                test(
                        asked ->
                                asked.path().endsWith("/batch")
                                        ? Answer.error(403, "Forbidden", "may only read", "")
                                        : whole(asked),
                        "");
        assertThat(report.toString()).contains("Failed           role: may read");
    }

    @Test
    void aClockThatIsWrongFails() {
        InstantSource late = InstantSource.fixed(Instant.now().plusSeconds(100));
        try (LoopbackServer server = new LoopbackServer(ConnectionTestTest::whole)) {
            TestReport report =
                    new ConnectionTest(List.of(IpAddress.parse("192.0.2.11")), late)
                            .run(server.connectionString(), CREDENTIALS);
            assertThat(report.toString()).contains("Failed           clock: differs by ");
        }
    }
}
