package io.hnvgateway.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.control.FakeBackend;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkControllerApiTest {
    private static final String RECORD =
            """
            {"properties":{"customerAddress":"10.0.0.11","virtualSubnetId":5001,
             "macAddress":"02-00-00-00-01-11","providerAddress":"192.0.2.12"}}\
            """;
    private static final String RECORD_PATH = "/virtualNetworks/contoso/lookupRecords/web2";

    private final ApiScene scene = ApiScene.withTwoTenants();

    @Test
    void tellsItsVersion() {
        assertThat(scene.get("/networking/discovery").json().path("currentRestVersion").asText())
                .isEqualTo("v7.1");
    }

    @Test
    void speaksAllVersionsAlikeAndNoOther() {
        for (String version : new String[] {"v1", "V2", "v3.2", "v6.1", "v7.1"}) {
            assertThat(scene.get("/networking/" + version + "/virtualNetworks/contoso").status())
                    .as(version)
                    .isEqualTo(200);
        }
        for (String version : new String[] {"v0", "v8", "v7.2", "1", "v1x"}) {
            ApiScene.Answer answer =
                    scene.get("/networking/" + version + "/virtualNetworks/contoso");
            assertThat(answer.status()).as(version).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("VersionNotSupported");
        }
    }

    @Test
    void pathsAreReadWithoutRegardToCase() {
        JsonNode subnet =
                scene.call("GET", "/NETWORKING/V1/virtualnetworks/CONTOSO/SUBNETS/Web")
                        .send()
                        .json();
        assertThat(subnet.path("resourceRef").asText())
                .isEqualTo("/virtualNetworks/contoso/subnets/web");
    }

    @Test
    void aChildIsCreatedReplacedAndDeleted() {
        ApiScene.Answer created = scene.put(RECORD_PATH, RECORD);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(scene.put(RECORD_PATH, RECORD.replace("2.12", "2.11")).status()).isEqualTo(200);
        assertThat(scene.get(RECORD_PATH).json().at("/properties/providerAddress").asText())
                .isEqualTo("192.0.2.11");
        assertThat(scene.delete(RECORD_PATH).status()).isEqualTo(204);
        assertThat(scene.get(RECORD_PATH).status()).isEqualTo(404);
        assertThat(scene.delete(RECORD_PATH).status()).isEqualTo(204);
        assertThat(scene.get("/virtualNetworks/contoso/lookupRecords/web1").status())
                .isEqualTo(200);
    }

    @Test
    void whatIsPublishedIsWhatWasPut() {
        scene.put(RECORD_PATH, RECORD);
        assertThat(scene.target.published())
                .anySatisfy(network -> assertThat(network.lookupRecords()).hasSize(3));
    }

    @Test
    void aChildOfNothingIsNotFound() {
        ApiScene.Answer answer = scene.put("/virtualNetworks/none/lookupRecords/r", RECORD);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().at("/error/message").asText())
                .isEqualTo("/virtualNetworks/none does not exist: create it first");
    }

    @Test
    void whatIsStillReferredToIsInUse() {
        ApiScene.Answer answer = scene.delete("/virtualNetworks/contoso");
        assertThat(answer.status()).as(answer.text()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("ResourceInUse");
        assertThat(scene.delete("/virtualNetworks/contoso/subnets/gateway").status())
                .isEqualTo(409);
        assertThat(scene.get("/virtualNetworks/contoso").status()).isEqualTo(200);
    }

    @Test
    void allFaultsAreToldWithTheirPlaceInTheBody() {
        ApiScene.Answer answer =
                scene.put(
                        RECORD_PATH,
                        """
                        {"properties":{"customerAddress":"10.0.0.300","virtualSubnetId":5001,
                         "macAddress":"x","providerAddress":"192.0.2.12"}}\
                        """);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("InvalidValue");
        assertThat(answer.json().at("/error/details"))
                .extracting(detail -> detail.path("target").asText())
                .containsExactlyInAnyOrder("customerAddress", "macAddress");
    }

    @Test
    void theIdOfTheBodyMustBeThatOfThePath() {
        ApiScene.Answer answer =
                scene.put(RECORD_PATH, RECORD.replaceFirst("\\{", "{\"ResourceID\":\"web3\","));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/target").asText()).isEqualTo("resourceId");
        assertThat(
                        scene.put(
                                        RECORD_PATH,
                                        RECORD.replaceFirst("\\{", "{\"ResourceID\":\"WEB2\","))
                                .status())
                .isEqualTo(201);
    }

    @Test
    void anEtagGuardsAgainstOthersChanges() {
        String before = scene.get("/virtualNetworks/contoso").etag();
        scene.put(RECORD_PATH, RECORD);
        assertThat(
                        scene.call("DELETE", "/virtualNetworks/contoso")
                                .header("if-match", before)
                                .send()
                                .status())
                .isEqualTo(412);
        String etag = scene.get(RECORD_PATH).etag();
        assertThat(scene.call("DELETE", RECORD_PATH).header("if-match", etag).send().status())
                .isEqualTo(204);
        assertThat(scene.call("DELETE", RECORD_PATH).header("if-match", "*").send().status())
                .isEqualTo(412);
        assertThat(
                        scene.call("PUT", "/virtualNetworks/contoso/lookupRecords/web1")
                                .header("if-none-match", "*")
                                .body(RECORD)
                                .send()
                                .status())
                .isEqualTo(412);
    }

    @Test
    void aReaderThatHasItAlreadyGetsNoBody() {
        String etag = scene.get("/virtualNetworks/contoso").etag();
        ApiScene.Answer answer =
                scene.call("GET", "/virtualNetworks/contoso").header("if-none-match", etag).send();
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.answer().body()).isEmpty();
        assertThat(answer.etag()).isEqualTo(etag);
    }

    @Test
    void changesGoUpAndDownInEtagsAndNotAside() {
        String network = "/virtualNetworks/contoso";
        String subnet = network + "/subnets/web";
        String sibling = network + "/lookupRecords/web1";
        String other = "/virtualNetworks/woodgrove";
        String networkBefore = scene.get(network).etag();
        String subnetBefore = scene.get(subnet).etag();
        String siblingBefore = scene.get(sibling).etag();
        String otherBefore = scene.get(other).etag();
        scene.put(RECORD_PATH, RECORD);
        assertThat(scene.get(network).etag()).isNotEqualTo(networkBefore);
        assertThat(scene.get(subnet).etag()).isEqualTo(subnetBefore);
        assertThat(scene.get(sibling).etag()).isEqualTo(siblingBefore);
        assertThat(scene.get(other).etag()).isEqualTo(otherBefore);
        ObjectNode body = scene.get(network).object();
        ((ObjectNode) body.at("/properties/addressSpace"))
                .withArray("addressPrefixes")
                .add("10.0.9.0/24");
        assertThat(scene.put(network, body).status()).isEqualTo(200);
        assertThat(scene.get(subnet).etag()).isNotEqualTo(subnetBefore);
        assertThat(scene.get(sibling).etag()).isNotEqualTo(siblingBefore);
    }

    @Test
    void etagsStayOverARestart() {
        String etag = scene.get("/virtualNetworks/contoso").etag();
        NetworkControllerApi next = ApiScene.api(scene.applier, new FakeBackend(), scene.events);
        assertThat(
                        next.answer(
                                        new ApiRequest(
                                                "GET",
                                                List.of(
                                                        "networking",
                                                        "v1",
                                                        "virtualNetworks",
                                                        "contoso"),
                                                Map.of(),
                                                Map.of(),
                                                new byte[0],
                                                ApiScene.ADMINISTRATOR))
                                .headers())
                .containsEntry("etag", etag);
    }

    @Test
    void putOfWhatWasReadChangesNothing() {
        for (String path :
                new String[] {
                    "/virtualNetworks/contoso",
                    "/virtualGateways/contoso-gw",
                    "/publicIPAddresses/woodgrove-pip",
                    "/loadBalancers/woodgrove-nat",
                    "/virtualNetworks/contoso/subnets/web",
                    "/loadBalancers/woodgrove-nat/inboundNatRules/web"
                }) {
            ApiScene.Answer read = scene.get(path);
            int publications = scene.target.publications;
            ApiScene.Answer written = scene.put(path, read.json());
            assertThat(written.status()).as(path + written.text()).isEqualTo(200);
            assertThat(written.etag()).isEqualTo(read.etag());
            assertThat(scene.target.publications).as(path).isEqualTo(publications);
        }
    }

    @Test
    void listsComeInPages() {
        JsonNode first = scene.get("/virtualNetworks?$top=1").json();
        assertThat(first.path("value")).hasSize(1);
        assertThat(first.at("/value/0/resourceId").asText()).isEqualTo("contoso");
        JsonNode second = scene.get(first.path("nextLink").asText()).json();
        assertThat(second.at("/value/0/resourceId").asText()).isEqualTo("woodgrove");
        assertThat(second.has("nextLink")).isFalse();
        JsonNode subnets = scene.get("/virtualNetworks/contoso/subnets?$top=2").json();
        assertThat(subnets.path("value")).hasSize(2);
        assertThat(scene.get(subnets.path("nextLink").asText()).json().at("/value/0/etag").asText())
                .isEqualTo(scene.get("/virtualNetworks/contoso/subnets/web").etag());
    }

    @Test
    void packetFiltersAreRefusedAndNotKept() {
        for (String method : new String[] {"PUT", "DELETE"}) {
            ApiScene.Answer answer =
                    scene.call(method, "/accessControlLists/a/aclRules/r").body("{}").send();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("NotSupported");
        }
        assertThat(scene.get("/accessControlLists").json().path("value")).isEmpty();
        assertThat(scene.get("/accessControlLists/a").status()).isEqualTo(404);
    }

    @Test
    void wrongMethodsNameThoseThatAreOffered() {
        ApiScene.Answer answer = scene.call("PATCH", "/virtualNetworks/contoso").send();
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.answer().headers()).containsEntry("allow", "GET, HEAD, PUT, DELETE");
        assertThat(scene.call("PUT", "/virtualNetworks").body("{}").send().status()).isEqualTo(405);
        assertThat(scene.call("DELETE", "/virtualNetworks").send().status()).isEqualTo(405);
        assertThat(scene.get("/virtualNetworks").status()).isEqualTo(200);
        assertThat(scene.get("/virtualRouters").status()).isEqualTo(404);
    }

    @Test
    void aStoreThatCannotWriteIsNoFaultOfTheClient() {
        scene.store.broken = true;
        ApiScene.Answer answer = scene.put(RECORD_PATH, RECORD);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.answer().headers()).containsEntry("retry-after", "5");
        scene.store.broken = false;
        assertThat(scene.put(RECORD_PATH, RECORD).status()).isEqualTo(201);
    }

    @Test
    void aBugIsAnAnswerWithoutAStack() {
        scene.target.broken = true;
        ApiScene.Answer answer = scene.put(RECORD_PATH, RECORD);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).doesNotContain("does not compile").contains("InternalError");
    }

    @Test
    void theHeadIsThatOfGetWithoutABody() {
        ApiScene.Answer answer = scene.call("HEAD", "/virtualNetworks/contoso").send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.answer().body()).isEmpty();
        assertThat(answer.etag()).isEqualTo(scene.get("/virtualNetworks/contoso").etag());
    }
}
