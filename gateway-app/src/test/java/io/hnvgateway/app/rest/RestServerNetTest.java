package io.hnvgateway.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.app.access.AccessFixture;
import io.hnvgateway.app.access.KeyAndChain;
import io.hnvgateway.app.access.Role;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Callers of the endpoint: who is let in, and what it is told.
class RestServerNetTest {
    @TempDir private Path directory;
    private TestEndpoint endpoint;
    private AccessFixture access;

    @BeforeEach
    void open() throws Exception {
        endpoint = TestEndpoint.in(directory);
        access = endpoint.access;
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void carriesRequestsOfBothVersionsToTheApi(HttpClient.Version version) throws Exception {
        String token = access.token(Role.ADMINISTRATOR);
        try (HttpClient client = endpoint.client(version, null)) {
            HttpResponse<String> answer =
                    endpoint.get(
                            client,
                            "/networking/v1/a%20b?x=1%262",
                            "Authorization",
                            "Bearer " + token);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.body()).isEqualTo("administrator 0");
        }
        assertThat(endpoint.asked)
                .singleElement()
                .satisfies(asked -> {
                    assertThat(asked.path()).containsExactly("networking", "v1", "a b");
                    assertThat(asked.query()).containsEntry("x", "1&2");
                    assertThat(asked.headers()).doesNotContainKey("authorization");
                    assertThat(asked.caller().mayChange()).isTrue();
                });
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void asksStrangersWhoTheyAre(HttpClient.Version version) throws Exception {
        String expired = access.expiredToken();
        try (HttpClient client = endpoint.client(version, null)) {
            for (String[] headers :
                    new String[][] {
                        {},
                        {"Authorization", "Bearer " + expired},
                        {"Authorization", "Bearer hnvgw_" + "A".repeat(43)},
                        {"Authorization", "Basic YTpi"}
                    }) {
                HttpResponse<String> answer =
                        endpoint.get(client, "/networking/v1/gateways", headers);
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.headers().firstValue("www-authenticate")).isPresent();
                assertThat(answer.body()).contains("\"code\":\"Unauthorized\"");
            }
        }
        assertThat(endpoint.asked).isEmpty();
    }

    @Test
    void aTokenThatIsTakenBackIsUnknownAtOnce() throws Exception {
        String token = access.token(Role.OPERATOR);
        try (HttpClient client = endpoint.client(HttpClient.Version.HTTP_2, null)) {
            String bearer = "Bearer " + token;
            assertThat(endpoint.get(client, "/x", "Authorization", bearer).statusCode())
                    .isEqualTo(200);
            access.remove("operator");
            assertThat(endpoint.get(client, "/x", "Authorization", bearer).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void knowsClientsByTheirCertificates() throws Exception {
        KeyAndChain certificate = access.client("controller");
        try (HttpClient client = endpoint.client(HttpClient.Version.HTTP_2, certificate)) {
            assertThat(endpoint.get(client, "/x").statusCode()).isEqualTo(401);
            access.know("controller", Role.ADMINISTRATOR, certificate);
            assertThat(endpoint.get(client, "/x").body()).isEqualTo("controller 0");
            access.remove("controller");
            assertThat(endpoint.get(client, "/x").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void certificatesOfOthersEndTheHandshake(@TempDir Path elsewhere) throws Exception {
        KeyAndChain foreign = AccessFixture.in(elsewhere).client("controller");
        try (HttpClient client = endpoint.client(HttpClient.Version.HTTP_1_1, foreign)) {
            assertThatThrownBy(() -> endpoint.get(client, "/x")).isInstanceOf(IOException.class);
        }
        assertThat(endpoint.asked).isEmpty();
    }

    @Test
    void speaksNothingOlderThanTls13() throws Exception {
        try (SSLSocket socket =
                (SSLSocket)
                        endpoint.trust(null)
                                .getSocketFactory()
                                .createSocket("127.0.0.1", endpoint.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOfAny(SSLHandshakeException.class, SSLException.class);
        }
        try (SSLSocket socket = endpoint.socket()) {
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void tellsHealthToAnybodyAndMetricsToOperators() throws Exception {
        String operator = "Bearer " + access.token(Role.OPERATOR);
        String reader =
                "Bearer " + access.token("reader", Role.TENANT_READER, Set.of(new UUID(1, 2)));
        try (HttpClient client = endpoint.client(HttpClient.Version.HTTP_2, null)) {
            assertThat(endpoint.get(client, "/health/live").body()).isEqualTo("live\n");
            assertThat(endpoint.get(client, "/health/ready").body()).isEqualTo("ready\n");
            assertThat(endpoint.get(client, "/health/secrets").statusCode()).isEqualTo(404);
            assertThat(endpoint.get(client, "/metrics").statusCode()).isEqualTo(401);
            assertThat(endpoint.get(client, "/metrics", "Authorization", reader).statusCode())
                    .isEqualTo(404);
            assertThat(endpoint.get(client, "/metrics", "Authorization", operator).body())
                    .isEqualTo("hnv_up 1\n");
        }
    }

    @Test
    void everyAnswerHasTheSecurityHeaders() throws Exception {
        String token = "Bearer " + access.token(Role.ADMINISTRATOR);
        try (HttpClient client = endpoint.client(HttpClient.Version.HTTP_1_1, null)) {
            for (String path : new String[] {"/health/live", "/x", "/networking/..%2fx"}) {
                HttpResponse<String> answer = endpoint.get(client, path, "Authorization", token);
                SecurityHeaders.ALL.forEach((name, value) ->
                        assertThat(answer.headers().firstValue(name))
                                .as(path + " " + name)
                                .contains(value));
                assertThat(answer.headers().map())
                        .doesNotContainKeys("server", "access-control-allow-origin");
            }
        }
    }
}
