package io.hnvgateway.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.app.access.Caller;
import io.hnvgateway.app.events.GatewayEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticsTest {
    private final ApiScene scene = ApiScene.withTwoTenants();

    @Test
    void explainsByQueryAndByBody() {
        ApiScene.Answer got =
                scene.get(
                        "/diagnostics/explain?tenant=contoso&source=10.0.0.10&destination=8.8.8.8"
                                + "&protocol=tcp&destinationPort=53");
        ApiScene.Answer posted =
                scene.call("POST", "/diagnostics/explain")
                        .body(
                                """
                                {"tenant":"contoso","source":"10.0.0.10","Destination":"8.8.8.8",
                                 "protocol":"tcp","destinationPort":53}\
                                """)
                        .send();
        assertThat(got.json().path("verdict").asText()).isEqualTo("translated, protocol 6 port 53");
        assertThat(posted.json()).isEqualTo(got.json());
        assertThat(scene.get("/diagnostics/explain?tenant=contoso").status()).isEqualTo(400);
    }

    @Test
    void showsTopicsInABoundedNumberOfRows() {
        JsonNode rows = scene.get("/diagnostics/show/drops?$top=1").json();
        assertThat(rows.path("value")).hasSize(1);
        assertThat(rows.path("total").asInt()).isEqualTo(2);
        assertThat(scene.get("/diagnostics/dropReasons").json().path("value")).hasSize(2);
        assertThat(scene.get("/diagnostics/show/nothing").status()).isEqualTo(404);
    }

    @Test
    void eventsGoOnWhereTheReaderLeftOff() {
        scene.events.add(new GatewayEvent.DrainChanged(true));
        scene.events.add(new GatewayEvent.DrainChanged(false));
        JsonNode first = scene.get("/diagnostics/events?after=0").json();
        assertThat(first.path("value"))
                .extracting(event -> event.path("number").asLong())
                .containsExactly(1L, 2L);
        scene.events.add(new GatewayEvent.GenerationPublished(7, 2));
        JsonNode next =
                scene.get("/diagnostics/events?waitSeconds=30&after=" + first.path("next")).json();
        assertThat(next.at("/value/0/topic").asText()).isEqualTo("generations");
        assertThat(next.at("/value/0/generation").asLong()).isEqualTo(7);
        assertThat(next.path("lost").asLong()).isZero();
    }

    @Test
    void overwrittenEventsAreTold() {
        for (int i = 0; i < 5000; i++) {
            scene.events.add(new GatewayEvent.GenerationPublished(i, 2));
        }
        JsonNode page = scene.get("/diagnostics/events?after=0").json();
        assertThat(page.path("lost").asLong()).isEqualTo(5000 - 4096);
        assertThat(page.at("/value/0/number").asLong()).isEqualTo(5000 - 4096 + 1);
    }

    @Test
    void anEventNumberOfAnEarlierProcessBeginsAnew() {
        scene.events.add(new GatewayEvent.DrainChanged(true));
        assertThat(scene.get("/diagnostics/events?after=999").json().path("value")).hasSize(1);
    }

    @Test
    void probesHosts() {
        ApiScene.Answer answer =
                scene.call("POST", "/diagnostics/probes")
                        .body("{\"hosts\":[\"192.0.2.11\"]}")
                        .send();
        assertThat(answer.json().at("/value/0/status").asText()).isEqualTo("Passed");
        assertThat(answer.json().at("/value/0/target").asText()).isEqualTo("[192.0.2.11]");
        for (String bad : List.of("{\"hosts\":[\"x\"]}", "{\"hosts\":[[]]}", "nothing")) {
            assertThat(scene.call("POST", "/diagnostics/probes").body(bad).send().status())
                    .as(bad)
                    .isEqualTo(400);
        }
    }

    @Test
    void capturesIntoAFile() {
        ApiScene.Answer file = capture(ApiScene.OPERATOR, "'tenant':'contoso','Seconds':60");
        assertThat(file.status()).as(file.text()).isEqualTo(200);
        assertThat(file.header("content-type")).isEqualTo("application/x-pcapng");
        assertThat(file.answer().body()).containsExactly(0x0a, 0x0d, 0x0d, 0x0a);
        assertThat(file.header("x-hnv-frames")).isEqualTo("60");
        assertThat(file.header("x-hnv-frames-lost")).isEqualTo(String.valueOf(8 << 20));
        assertThat(scene.get("/diagnostics/capture").status()).isEqualTo(405);
    }

    @Test
    void aCaptureIsBoundedAndNotForTenants() {
        for (String bad :
                List.of(
                        "'tenant':'contoso'",
                        "'seconds':5",
                        "'tenant':'contoso','seconds':61",
                        "'tenant':'contoso','seconds':0",
                        "'tenant':'contoso','seconds':5,'bytes':8388609",
                        "'tenant':'contoso','seconds':5,'bytes':1",
                        "'tenant':'contoso','seconds':'x'",
                        "'tenant':'none','seconds':5")) {
            assertThat(capture(ApiScene.OPERATOR, bad).status()).as(bad).isEqualTo(400);
        }
        ApiScene.Answer busy = capture(ApiScene.ADMINISTRATOR, "'tenant':'busy','seconds':5");
        assertThat(busy.status()).isEqualTo(409);
        assertThat(busy.code()).isEqualTo("CaptureUnderWay");
        assertThat(capture(ApiScene.TENANT, "'tenant':'contoso','seconds':5").status())
                .isEqualTo(404);
    }

    private ApiScene.Answer capture(Caller caller, String wish) {
        return scene.call("POST", "/diagnostics/capture")
                .as(caller)
                .body("{" + wish.replace('\'', '"') + "}")
                .send();
    }

    @Test
    void drains() {
        assertThat(
                        scene.call("POST", "/diagnostics/drain")
                                .send()
                                .json()
                                .path("drained")
                                .asBoolean())
                .isTrue();
        assertThat(scene.get("/diagnostics/status").json().path("drained").asBoolean()).isTrue();
        assertThat(scene.delete("/diagnostics/drain").json().path("drained").asBoolean()).isFalse();
    }
}
