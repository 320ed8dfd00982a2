package io.hnvgateway.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Secrets are written only: no answer holds one, yet another one is another etag.
class SecretsTest {
    private static final String SECRET = "correct-horse-battery-staple-1";
    private static final String GATEWAY = "/virtualGateways/base-gw";
    private static final String CONNECTION = GATEWAY + "/networkConnections/office";
    private static final String BODY =
            """
            {"properties":{"connectionType":"IPSec","destinationIPAddress":"198.51.100.9",
             "sourceIPAddress":"203.0.113.5",
             "ipSecConfiguration":{"authenticationMethod":"PSK","sharedSecret":"%s"},
             "routes":[{"destinationPrefix":"172.20.0.0/16","metric":1}]}}\
            """;

    private final ApiScene scene = Samples.scene();

    @Test
    void noAnswerHoldsOne() {
        ApiScene.Answer written =
                scene.call("PUT", CONNECTION)
                        .header("x-ms-client-request-id", "1")
                        .body(BODY.formatted(SECRET))
                        .send();
        assertThat(written.status()).as(written.text()).isEqualTo(201);
        ApiScene.Answer credential =
                scene.put(
                        "/credentials/user",
                        "{\"properties\":{\"type\":\"UsernamePassword\",\"userName\":\"u\",\"value\":\""
                                + SECRET
                                + "\"}}");
        assertThat(credential.status()).as(credential.text()).isEqualTo(201);
        assertThat(written.text() + credential.text()).doesNotContain(SECRET, "sealed");
        for (String path :
                List.of(
                        CONNECTION,
                        GATEWAY,
                        "/virtualGateways",
                        GATEWAY + "/networkConnections",
                        "/credentials",
                        "/credentials/user",
                        "/desiredState",
                        written.header("x-ms-operation"))) {
            assertThat(scene.get(path).text()).as(path).doesNotContain(SECRET, "sealed");
        }
    }

    @Test
    void noRefusalShowsOne() {
        String both = BODY.formatted(SECRET).replace("\"PSK\"", "\"Nonsense\"");
        assertThat(scene.put(CONNECTION, both).status()).isEqualTo(400);
        assertThat(scene.put(CONNECTION, both).text()).doesNotContain(SECRET);
        String list = BODY.replace("\"%s\"", "[\"" + SECRET + "\"]");
        assertThat(scene.put(CONNECTION, list).text()).doesNotContain(SECRET);
        assertThat(scene.put(CONNECTION, BODY.formatted(SECRET) + "x").text())
                .doesNotContain(SECRET);
        assertThat(scene.put("/desiredState", BODY.formatted(SECRET) + SECRET).text())
                .doesNotContain(SECRET);
    }

    @Test
    void anotherOneIsAnotherEtagAndALeftOutOneStays() {
        String first = scene.put(CONNECTION, BODY.formatted(SECRET)).etag();
        String gateway = scene.get(GATEWAY).etag();
        String other = scene.put(CONNECTION, BODY.formatted(SECRET + "2")).etag();
        assertThat(other).isNotEqualTo(first);
        assertThat(scene.get(GATEWAY).etag()).isNotEqualTo(gateway);
        assertThat(scene.put(CONNECTION, scene.get(CONNECTION).json()).etag()).isEqualTo(other);
        assertThat(scene.put(GATEWAY, scene.get(GATEWAY).json()).status()).isEqualTo(200);
        assertThat(scene.get(CONNECTION).etag()).isEqualTo(other);
        assertThat(scene.put(CONNECTION, BODY.formatted(SECRET)).etag()).isEqualTo(first);
    }
}
