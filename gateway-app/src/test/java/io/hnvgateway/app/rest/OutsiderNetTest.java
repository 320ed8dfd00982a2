package io.hnvgateway.app.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hnvgateway.app.access.AccessFixture;
import io.hnvgateway.app.access.Role;
import io.hnvgateway.app.api.ServedApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What is told to those whom it does not concern, over the whole of HTTPS and the API.
class OutsiderNetTest {
    private static final String VERSION = "/networking/v1";
    private static final String KEY = "plantedKey7hK2";
    private static final String PASSWORD = "plantedPassword9Qm4";
    private static final String OFFICE = "/virtualGateways/woodgrove-gw/networkConnections/planted";

    @TempDir private static Path directory;
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();
    private static final ServedApi SERVED = new ServedApi();
    private static TestEndpoint endpoint;
    private static HttpClient client;
    private static String administrator = "";
    private static String reader = "";

    @BeforeAll
    static void open() throws Exception {
        LOG.start();
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(LOG);
        AccessFixture access = AccessFixture.in(directory);
        administrator = access.token(Role.ADMINISTRATOR);
        reader = access.token("reader", Role.TENANT_READER, Set.of(ServedApi.CONTOSO));
        SERVED.put("/gatewayPools/woodgrove", "{'type':'All'}");
        SERVED.put(
                "/gateways/woodgrove",
                "{'policyMaps':[{'resourceId':'m','properties':{'policyList':[]}}]}");
        SERVED.put("/routeTables/woodgrove", "{'routes':[]}");
        SERVED.put("/providerAddresses/woodgrove", "{'address':'192.0.2.11'}");
        SERVED.put(
                "/logicalNetworks/woodgrove",
                "{'subnets':[{'resourceId':'s','properties':{'addressPrefix':'198.51.100.0/24'}}]}");
        SERVED.put(
                "/credentials/woodgrove",
                "{'type':'UsernamePassword','userName':'admin','value':'" + PASSWORD + "'}");
        SERVED.put(
                OFFICE,
                "{'connectionType':'IPSec','destinationIPAddress':'198.51.100.9',"
                        + "'sourceIPAddress':'203.0.113.5','ipSecConfiguration':{"
                        + "'authenticationMethod':'PSK','sharedSecret':'"
                        + KEY
                        + "'},"
                        + "'routes':[{'destinationPrefix':'172.20.0.0/16','metric':1}]}");
        endpoint = TestEndpoint.of(access, SERVED.api());
        client = endpoint.client(HttpClient.Version.HTTP_2, null);
    }

    @AfterAll
    static void close() {
        client.close();
        endpoint.close();
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(LOG);
    }

    private record Answered(int status, String body, Map<String, List<String>> headers) {
        /// But for what differs between any two.
        static Answered of(HttpResponse<String> response, String name, String other) {
            Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
            headers.keySet().removeAll(Set.of("date", "x-ms-request-id", ":status"));
            return new Answered(
                    response.statusCode(), response.body().replace(name, other), headers);
        }
    }

    private static HttpResponse<String> send(String token, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint.uri(path))
                        .timeout(Duration.ofSeconds(20))
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        while (true) {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 429) {
                return response;
            }
            Thread.sleep(50); // the rate of one caller
        }
    }

    /// For all that there is of the other tenant and of the provider, by all methods: the same as
    /// for what is not there.
    @Test
    void aTenantsReaderCannotTellWhatIsThereOfOthers() throws Exception {
        List<String> paths =
                new ArrayList<>(
                        SERVED.paths().stream()
                                .filter(path -> path.contains("woodgrove"))
                                .toList());
        assertThat(paths).hasSizeGreaterThan(30);
        for (String path : paths) {
            for (String method : List.of("HEAD", "PUT", "DELETE", "POST")) {
                assertAlike(method, path, "{\"properties\":{}}");
            }
        }
        for (String path : List.copyOf(paths)) {
            paths.add(path + "/nothing/x");
            paths.add(path + "?$top=0&$filter=x");
        }
        String explain = "?source=10.0.0.10&destination=8.8.8.8&tenant=";
        for (String diagnostic :
                List.of(
                        "/show/routes?tenant=",
                        "/show/records?tenant=",
                        "/show/sessions?tenant=",
                        "/show/tunnels?tenant=",
                        "/show/ports?tenant=",
                        "/show/bgp?tenant=",
                        "/dropReasons?tenant=",
                        "/explain" + explain,
                        "/status?tenant=",
                        "/events?tenant=",
                        "/events?after=0&tenant=",
                        "/capture?tenant=",
                        "/drain?tenant=",
                        "/show/")) {
            paths.add("/diagnostics" + diagnostic + "woodgrove");
        }
        for (String path : paths) {
            assertAlike("GET", path, "");
        }
        String question =
                "{\"source\":\"10.0.0.10\",\"destination\":\"8.8.8.8\",\"tenant\":\"woodgrove\"}";
        assertAlike("POST", "/diagnostics/explain", question);
        assertAlike(
                "POST",
                "/batch",
                "{\"requests\":[{\"method\":\"DELETE\",\"resourceRef\":\"/virtualNetworks/woodgrove\"}]}");
    }

    private static void assertAlike(String method, String path, String body)
            throws IOException, InterruptedException {
        String missing = "nobodyxyz";
        Answered answer =
                Answered.of(send(reader, method, VERSION + path, body), "woodgrove", missing);
        Answered other =
                Answered.of(
                        send(
                                reader,
                                method,
                                VERSION + path.replace("woodgrove", missing),
                                body.replace("woodgrove", missing)),
                        "woodgrove",
                        missing);
        assertThat(answer).as(method + " " + path).isEqualTo(other);
        assertThat(answer.status()).as(method + " " + path).isBetween(400, 499);
    }

    @Test
    void ofOthersThereIsNothingInListsPagesAndOperations() throws Exception {
        String id =
                Base64.getUrlEncoder().withoutPadding().encodeToString("contoso".getBytes(UTF_8));
        for (String path : SERVED.paths()) {
            if (path.indexOf('/', 1) < 0) {
                for (String query :
                        List.of("", "?$top=1", "?$top=1&$skipToken=" + id, "?tenant=woodgrove")) {
                    assertThat(send(reader, "GET", VERSION + path + query, "").body())
                            .as(path + query)
                            .doesNotContain(
                                    "woodgrove", ServedApi.WOODGROVE.toString(), "192.0.2.");
                }
            }
        }
        HttpResponse<String> write =
                send(
                        administrator,
                        "PUT",
                        VERSION + "/gatewayPools/woodgrove",
                        "{\"properties\":{\"type\":\"All\"}}");
        String operation = write.headers().firstValue("x-ms-operation").orElseThrow();
        assertThat(send(administrator, "GET", operation, "").statusCode()).isEqualTo(200);
        String none = VERSION + "/operations/" + new UUID(1, 2);
        assertThat(Answered.of(send(reader, "GET", operation, ""), "", ""))
                .isEqualTo(Answered.of(send(reader, "GET", none, ""), "", ""));
        for (String path :
                List.of(
                        "/metrics",
                        VERSION + "/desiredState",
                        VERSION + "/versions",
                        VERSION + "/support",
                        VERSION + "/diagnostics/status",
                        VERSION + "/diagnostics/events?after=0",
                        VERSION + "/diagnostics/show/workers",
                        VERSION + "/diagnostics/show/ports")) {
            HttpResponse<String> answer = send(reader, "GET", path, "");
            assertThat(answer.statusCode()).as(path).isIn(403, 404);
            assertThat(answer.body()).doesNotContain("woodgrove");
        }
        String dropped = send(reader, "GET", VERSION + "/diagnostics/dropReasons", "").body();
        assertThat(dropped).doesNotContain("woodgrove");
    }

    /// Whether it is there or not.
    @Test
    void whoIsNotKnownIsToldNothing() throws Exception {
        String removed = endpoint.access.token("removed", Role.ADMINISTRATOR, Set.of());
        assertThat(endpoint.access.remove("removed")).isTrue();
        List<String> tokens =
                List.of(
                        "",
                        removed,
                        endpoint.access.expiredToken(),
                        "hnvgw_" + "A".repeat(43),
                        administrator.substring(1),
                        administrator + "A",
                        administrator.toUpperCase(Locale.ROOT),
                        "\" or \"\"=\"",
                        "hnvgw_" + "x".repeat(4000));
        int from = 30;
        for (String token : tokens) {
            try (HttpClient stranger = from("127.0.0." + from++)) {
                HttpRequest.Builder request =
                        HttpRequest.newBuilder().timeout(Duration.ofSeconds(20));
                if (!token.isEmpty()) {
                    request.header("Authorization", "Bearer " + token);
                }
                Answered there = ask(stranger, request, VERSION + "/virtualNetworks/woodgrove");
                assertThat(there.status()).as(token).isEqualTo(401);
                assertThat(ask(stranger, request, VERSION + "/virtualNetworks/nobodyxyz"))
                        .isEqualTo(there);
                assertThat(ask(stranger, request, "/metrics")).isEqualTo(there);
            }
        }
    }

    private static HttpClient from(String source) throws Exception {
        return HttpClient.newBuilder()
                .localAddress(InetAddress.getByName(source))
                .sslContext(endpoint.trust(null))
                .build();
    }

    private static Answered ask(HttpClient stranger, HttpRequest.Builder request, String path)
            throws IOException, InterruptedException {
        return Answered.of(
                stranger.send(
                        request.uri(endpoint.uri(path)).build(),
                        HttpResponse.BodyHandlers.ofString()),
                "",
                "");
    }

    /// By any question, in any answer, refusal, log or file.
    @Test
    void noSecretIsEverReadable() throws Exception {
        StringBuilder told = new StringBuilder();
        List<String> paths = new ArrayList<>(SERVED.paths().stream().map(VERSION::concat).toList());
        paths.addAll(
                Stream.of(
                                "/desiredState",
                                "/openapi.json",
                                "/diagnostics/status",
                                "/diagnostics/events?after=0",
                                "/diagnostics/show/compartments",
                                "/diagnostics/show/tunnels",
                                "/versions")
                        .map(VERSION::concat)
                        .toList());
        paths.addAll(List.of("/metrics", "/health/ready"));
        for (String path : paths) {
            told.append(send(administrator, "GET", path, "").body());
        }
        String both = "\"sharedSecret\":\"" + KEY + "\",\"value\":\"" + PASSWORD + "\"";
        for (String body :
                List.of(
                        "{\"properties\":{\"connectionType\":\"IPSec\",\"ipSecConfiguration\":{"
                                + both
                                + "}}}",
                        "{\"properties\":{" + both + "}}",
                        "{" + both + "}",
                        "{\"properties\":{\"ipSecConfiguration\":{\"sharedSecret\":[\""
                                + KEY
                                + "\"]},\"value\":{\"a\":\""
                                + PASSWORD
                                + "\"}}}",
                        "{\"properties\":{\"sharedSecret\":" + KEY + "}}",
                        "{\"properties\":{\"value\": " + PASSWORD + "}}",
                        "{\"properties\":{\"value\": '" + PASSWORD + "'}}",
                        KEY,
                        PASSWORD + "}",
                        "{\"properties\":{\"value\":\"" + PASSWORD + "\n\"}}",
                        "{\"properties\":{\"value\":\"" + PASSWORD)) {
            for (String path :
                    List.of(
                            OFFICE,
                            "/credentials/woodgrove",
                            "/credentials/x",
                            "/gatewayPools/x",
                            "/batch",
                            "/desiredState",
                            "/diagnostics/explain",
                            "/diagnostics/probes")) {
                boolean question = path.startsWith("/diagnostics") || path.equals("/batch");
                HttpResponse<String> answer =
                        send(administrator, question ? "POST" : "PUT", VERSION + path, body);
                assertThat(answer.statusCode()).as(body + path).isBetween(400, 499);
                told.append(answer.body());
            }
        }
        LOG.list.forEach(event ->
                told.append(event.getFormattedMessage()).append(event.getThrowableProxy()));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                told.append(Files.readString(file, ISO_8859_1));
            }
        }
        assertThat(told.toString()).contains("\"credentials\"", "gatewayPools");
        for (String secret :
                List.of(KEY, PASSWORD, administrator, reader, administrator.substring(6))) {
            int at = told.indexOf(secret);
            assertThat(at < 0 ? "" : told.substring(Math.max(0, at - 200), at))
                    .as("before a secret")
                    .isEmpty();
            assertThat(at).isNegative();
        }
    }
}
