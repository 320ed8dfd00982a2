package io.hnvgateway.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.control.ExplainQuery;
import io.hnvgateway.app.control.Explanation;
import io.hnvgateway.app.control.FakeBackend;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.app.control.Status;
import io.hnvgateway.app.control.Topic;
import io.hnvgateway.app.desired.Examples;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveStateTest {
    private static final String PATH = "/virtualGateways/contoso-gw/networkConnections/office";
    private static final String CONNECTION =
            """
            {"properties":{"connectionType":"GRE","destinationIPAddress":"198.51.100.9",
             "greConfiguration":{"greKey":7},
             "routes":[{"destinationPrefix":"10.9.0.0/16","metric":1}]}}\
            """;

    private final Tunnels backend = new Tunnels();
    private final ApiScene scene = new ApiScene(backend);

    /// Two tenants, a connection that runs, and the gateway's own resource.
    static ApiScene rich() {
        LiveStateTest live = new LiveStateTest();
        assertThat(live.scene.put("/gateways/edge", "{\"properties\":{}}").status()).isEqualTo(201);
        live.scene.put(
                "/virtualGateways/contoso-gw/bgpRouters/router",
                "{\"properties\":{\"extAsNumber\":\"0.64512\",\"bgpPeers\":[{\"resourceId\":\"peer\","
                        + "\"properties\":{\"peerIpAddress\":\"10.0.0.77\",\"asNumber\":65001}}]}}");
        return live.scene;
    }

    LiveStateTest() {
        scene.applier.apply(Examples.twoTenants(), false);
        ApiScene.Answer put = scene.put(PATH, CONNECTION);
        assertThat(put.status()).as(put.text()).isEqualTo(201);
    }

    @Test
    void aConnectionThatIsUpHasItsCounters() {
        JsonNode properties = scene.get(PATH).json().path("properties");
        assertThat(properties.path("connectionState").asText()).isEqualTo("Connected");
        assertThat(properties.path("connectionUpTime").asLong()).isEqualTo(60);
        assertThat(properties.at("/statistics/inboundBytes").asLong()).isEqualTo(200);
        assertThat(properties.at("/statistics/txTotalPacketsDropped").asLong()).isEqualTo(3);
        assertThat(properties.at("/configurationState/status").asText()).isEqualTo("Success");
    }

    @Test
    void oneThatFailsIsAFailureOfItsGatewayToo() {
        backend.state = "backing-off";
        backend.failure = "the peer did not answer";
        for (String path : List.of(PATH, "/virtualGateways/contoso-gw")) {
            JsonNode state = scene.get(path).json().at("/properties/configurationState");
            assertThat(state.path("status").asText()).isEqualTo("Failure");
            assertThat(state.at("/detailedInfo/0/source").asText()).isEqualTo(PATH);
            assertThat(state.at("/detailedInfo/0/code").asText()).isEqualTo("ConnectionFailed");
            assertThat(state.at("/detailedInfo/0/message").asText())
                    .isEqualTo("the peer did not answer");
        }
        JsonNode properties = scene.get(PATH).json().path("properties");
        assertThat(properties.path("connectionState").asText()).isEqualTo("Disconnected");
        assertThat(properties.path("connectionErrorReason").asText())
                .isEqualTo("the peer did not answer");
        assertThat(
                        scene.get("/virtualGateways/woodgrove-gw")
                                .json()
                                .at("/properties/configurationState/status")
                                .asText())
                .isEqualTo("Success");
        assertThat(
                        scene.get("/virtualGateways")
                                .json()
                                .at("/value/0/properties/configurationState/status")
                                .asText())
                .isEqualTo("Failure");
    }

    @Test
    void aConnectionNamesTheGatewayThatItRunsOnButNotToTenants() {
        ApiScene rich = rich();
        assertThat(rich.get(PATH).json().at("/properties/gateway/resourceRef").asText())
                .isEqualTo("/gateways/edge");
        assertThat(
                        rich.call("GET", PATH)
                                .as(ApiScene.TENANT)
                                .send()
                                .json()
                                .path("properties")
                                .has("gateway"))
                .isFalse();
        assertThat(rich.get("/virtualGateways").json().at("/value/0/properties").toString())
                .contains("/gateways/edge");
        assertThat(rich.put(PATH, rich.get(PATH).json()).status()).isEqualTo(200);
    }

    @Test
    void isNoPartOfTheEtag() {
        String before = scene.get(PATH).etag();
        backend.state = "down";
        assertThat(scene.get(PATH).etag()).isEqualTo(before);
    }

    /// A gateway with one tunnel.
    private static final class Tunnels implements ControlBackend {
        private final FakeBackend rest = new FakeBackend();
        private volatile String state = "up";
        private volatile String failure = "";

        @Override
        public List<? extends Record> show(Topic topic, @Nullable String tenant) {
            if (topic == Topic.BGP) {
                return List.of(peer());
            }
            return topic == Topic.TUNNELS && (tenant == null || tenant.equals("contoso"))
                    ? List.of(
                            new Rows.Tunnel(
                                    "contoso",
                                    "office",
                                    "GRE",
                                    state,
                                    "198.51.100.9",
                                    60,
                                    failure,
                                    1,
                                    100,
                                    8000,
                                    3,
                                    2,
                                    200,
                                    16_000,
                                    4,
                                    "",
                                    ""))
                    : List.of();
        }

        private static Rows.BgpPeer peer() {
            return new Rows.BgpPeer(
                    "contoso",
                    "peer",
                    "10.0.0.77",
                    "65001",
                    "up",
                    60,
                    "",
                    1,
                    1,
                    0,
                    2,
                    3,
                    0,
                    0,
                    0,
                    0,
                    "",
                    "",
                    "",
                    0,
                    0);
        }

        @Override
        public Explanation explain(ExplainQuery query) {
            return rest.explain(query);
        }

        @Override
        public Status status() {
            return rest.status();
        }

        @Override
        public boolean drain(boolean drained) {
            return rest.drain(drained);
        }
    }
}
