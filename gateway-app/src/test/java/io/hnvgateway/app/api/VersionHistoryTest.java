package io.hnvgateway.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.app.access.Caller;
import io.hnvgateway.app.desired.ChangeOrigin;
import io.hnvgateway.app.desired.Outcome;
import io.hnvgateway.app.desired.PhaseTimes;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionHistoryTest {
    private static final String ADDRESS = "/providerAddresses/host";

    private final ApiScene scene = ApiScene.withTwoTenants();

    private ApiScene.Answer address(String address, String... header) {
        ApiScene.Call call =
                scene.call("PUT", ADDRESS)
                        .body("{\"properties\":{\"address\":\"" + address + "\"}}");
        return (header.length == 0 ? call : call.header(header[0], header[1])).send();
    }

    private ApiScene.Answer post(String path) {
        return scene.call("POST", path).send();
    }

    private ApiScene.Answer as(Caller caller, String method, String path) {
        return scene.call(method, path).as(caller).send();
    }

    @Test
    void eachWriteNamesItsVersionAndTheListShowsWhoMadeIt() {
        ApiScene.Answer written = address("192.0.2.11");
        assertThat(written.header("x-hnv-version")).isEqualTo("2");
        assertThat(address("192.0.2.11").answer().headers()).doesNotContainKey("x-hnv-version");
        JsonNode list = scene.get("/versions").json();
        assertThat(list.path("value")).hasSize(2);
        assertThat(list.has("nextLink")).isFalse();
        JsonNode newest = list.at("/value/0");
        assertThat(newest.path("resourceRef").asText()).isEqualTo("/versions/2");
        assertThat(newest.at("/properties/who").asText()).isEqualTo("admin");
        assertThat(newest.at("/properties/state").asText()).isEqualTo("Accepted");
        assertThat(newest.at("/properties/requestId").asText())
                .isEqualTo(written.header("x-ms-request-id"));
        assertThat(newest.at("/properties/changes").toString()).contains("providerAddresses[host]");
        assertThat(scene.get("/versions/2").json()).isEqualTo(newest);
    }

    @Test
    void pagesGoOnBehindTheLast() {
        address("192.0.2.11");
        address("192.0.2.12");
        JsonNode first = scene.get("/versions?$top=2").json();
        assertThat(first.path("value")).hasSize(2);
        JsonNode rest = scene.get(first.path("nextLink").asText()).json();
        assertThat(rest.path("value")).hasSize(1);
        assertThat(rest.at("/value/0/resourceId").asText()).isEqualTo("1");
        assertThat(rest.has("nextLink")).isFalse();
    }

    @Test
    void whatIsDifferentIsTold() {
        address("192.0.2.11");
        address("192.0.2.12");
        assertThat(scene.get("/versions/3/diff").json().path("changes"))
                .singleElement()
                .extracting(JsonNode::asText)
                .asString()
                .endsWith("\"192.0.2.11\" -> \"192.0.2.12\"");
        assertThat(scene.get("/versions/1/diff?from=3").text()).contains("- providerAddresses");
        assertThat(scene.get("/versions/3/diff?from=4").status()).isEqualTo(404);
    }

    @Test
    void aRollbackIsOneMoreChangeAndDoneOnceForOneRequest() {
        address("192.0.2.11");
        address("192.0.2.12");
        ApiScene.Call back =
                scene.call("POST", "/versions/2/rollback").header("x-ms-client-request-id", "b1");
        assertThat(back.send().header("x-hnv-version")).isEqualTo("4");
        assertThat(scene.get(ADDRESS).text()).contains("192.0.2.11");
        assertThat(back.send().header("x-hnv-repeated")).isEqualTo("true");
        assertThat(scene.applier.version()).isEqualTo(4);
        assertThat(post("/versions/0/rollback").status()).isEqualTo(200);
        assertThat(scene.applier.applied().networks()).isEmpty();
    }

    @Test
    void aWriteToBeConfirmedHoldsWhatItTouchedUntilItIs() {
        assertThat(address("192.0.2.11", Changes.CONFIRM, "300").header("x-hnv-version"))
                .isEqualTo("2");
        JsonNode waits = scene.get("/versions/2").json().path("properties");
        assertThat(waits.path("state").asText()).isEqualTo("ToBeConfirmed");
        assertThat(waits.path("held").toString()).isEqualTo("[\"" + ADDRESS + "\"]");
        assertThat(waits.path("confirmBy").asText()).isNotEmpty();

        ApiScene.Answer refused = address("192.0.2.12");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("ChangeUnconfirmed");
        ApiScene.Answer confirmed = post("/versions/2/confirm");
        assertThat(confirmed.status()).isEqualTo(200);
        assertThat(confirmed.json().path("version").asLong()).isEqualTo(2);
        assertThat(confirmed.header("x-hnv-version")).isEqualTo("2");
        assertThat(address("192.0.2.12").status()).isEqualTo(200);
        ApiScene.Answer again = post("/versions/2/confirm");
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.code()).isEqualTo("VersionNotFound");
    }

    /// Each kind of write takes the header, and its caller's name stands in the history.
    @Test
    void anyWriteMayBeToBeConfirmed() {
        for (String[] write :
                new String[][] {
                    {"DELETE", "/loadBalancers/contoso-nat", ""},
                    {
                        "POST",
                        "/batch",
                        "{\"requests\":[{\"method\":\"DELETE\",\"resourceRef\":\"/loadBalancers/woodgrove-nat\"}]}"
                    },
                    {"POST", "/versions/1/rollback", ""},
                    {"PUT", "/desiredState", "{}"}
                }) {
            ApiScene.Answer answer =
                    scene.call(write[0], write[1])
                            .header(Changes.CONFIRM, "300")
                            .body(write[2])
                            .send();
            assertThat(answer.status()).as(write[1] + answer.text()).isLessThan(300);
            String version = answer.header("x-hnv-version");
            JsonNode properties = scene.get("/versions/" + version).json().path("properties");
            assertThat(properties.path("state").asText()).as(write[1]).isEqualTo("ToBeConfirmed");
            assertThat(properties.path("who").asText()).isEqualTo("admin");
            assertThat(post("/versions/" + version + "/confirm").status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (String path :
                List.of(
                        "/versions/2",
                        "/versions/0",
                        "/versions/-1",
                        "/versions/9223372036854775807",
                        "/versions/99999999999999999999",
                        "/versions/x",
                        "/versions/1/other",
                        "/versions/1/diff/2")) {
            assertThat(scene.get(path).status()).as(path).isEqualTo(404);
        }
        assertThat(post("/versions/2/rollback").code()).isEqualTo("VersionNotFound");
        for (String query : List.of("before=x", "$top=0", "$top=101", "before=-1")) {
            assertThat(scene.get("/versions?" + query).status()).as(query).isEqualTo(400);
        }
        assertThat(scene.get("/versions/1/diff?from=x").status()).isEqualTo(400);
        assertThat(post("/versions").header("allow")).isEqualTo("GET, HEAD");
        assertThat(scene.get("/versions/1/rollback").header("allow")).isEqualTo("POST");
    }

    @Test
    void operatorsReadAndTenantsSeeNothing() {
        assertThat(as(ApiScene.OPERATOR, "GET", "/versions").status()).isEqualTo(200);
        assertThat(as(ApiScene.OPERATOR, "GET", "/versions/1/diff").status()).isEqualTo(200);
        for (String write : List.of("/versions/0/rollback", "/versions/1/confirm")) {
            assertThat(as(ApiScene.OPERATOR, "POST", write).status()).as(write).isEqualTo(403);
            assertThat(as(ApiScene.TENANT, "POST", write).status()).as(write).isEqualTo(404);
        }
        for (String path : List.of("/versions", "/versions/1", "/versions/1/diff")) {
            assertThat(as(ApiScene.TENANT, "GET", path).status()).as(path).isEqualTo(404);
        }
        assertThat(scene.applier.version()).isEqualTo(1);
    }

    /// What others made shows here too.
    @Test
    void changesOfTheControlSocketStandThereToo() {
        Outcome outcome = scene.applier.rollback(0, ChangeOrigin.LOCAL, PhaseTimes.start());
        assertThat(outcome.faults()).isEmpty();
        assertThat(scene.get("/versions/2").text()).contains("\"who\":\"local\"");
    }
}
