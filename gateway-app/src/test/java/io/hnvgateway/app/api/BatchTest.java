package io.hnvgateway.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class BatchTest {
    private final ApiScene scene = ApiScene.withTwoTenants();
    private final ObjectNode batch = JsonNodeFactory.instance.objectNode();

    @Test
    void isOneChange() {
        int publications = scene.target.publications;
        for (int i = 20; i < 60; i++) {
            add("PUT", "/virtualNetworks/contoso/lookupRecords/vm" + i).set("body", record(i));
        }
        add("DELETE", "/virtualNetworks/contoso/lookupRecords/web1");
        add("DELETE", "/virtualNetworks/contoso/lookupRecords/none");
        ApiScene.Answer answer = send();
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("created").asInt()).isEqualTo(40);
        assertThat(answer.json().path("deleted").asInt()).isEqualTo(1);
        assertThat(scene.target.publications).isEqualTo(publications + 1);
        assertThat(scene.get("/virtualNetworks/contoso/lookupRecords").json().path("value"))
                .hasSize(41);
    }

    @Test
    void oneFaultRefusesAll() {
        add("PUT", "/virtualNetworks/contoso/lookupRecords/vm20").set("body", record(20));
        ObjectNode bad = record(21);
        ((ObjectNode) bad.get("properties")).put("virtualSubnetId", 9999);
        add("PUT", "/virtualNetworks/contoso/lookupRecords/vm21").set("body", bad);
        ApiScene.Answer answer = send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/details/0/target").asText())
                .isEqualTo("requests[1].properties.virtualSubnetId");
        assertThat(scene.get("/virtualNetworks/contoso/lookupRecords/vm20").status())
                .isEqualTo(404);
    }

    @Test
    void aFaultInAPartOfARequestNamesTheRequest() {
        ObjectNode network = scene.get("/virtualNetworks/contoso").object();
        ((ObjectNode) network.at("/properties/lookupRecords/0/properties")).put("macAddress", "zz");
        add("DELETE", "/virtualNetworks/contoso/lookupRecords/none");
        add("PUT", "/virtualNetworks/CONTOSO").set("body", network);
        assertThat(send().json().at("/error/target").asText())
                .matches("requests\\[1]\\.properties\\.lookupRecords\\[data1]\\.macAddress");
    }

    @Test
    void namesTheRequestsThatCannotBeRead() {
        add("PATCH", "/virtualNetworks/contoso");
        add("PUT", "/virtualRouters/r").putObject("body");
        add("PUT", "/virtualNetworks/none/subnets/s").putObject("body");
        ApiScene.Answer answer = send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/details"))
                .extracting(detail -> detail.path("target").asText())
                .containsExactly("requests[0].method", "requests[1]");
    }

    @Test
    void laterRequestsSeeWhatEarlierOnesMade() {
        ObjectNode network = scene.get("/virtualNetworks/contoso").object();
        ObjectNode properties = (ObjectNode) network.get("properties");
        properties.remove("routingDomainId");
        properties.putArray("lookupRecords");
        properties
                .path("subnets")
                .forEach(s ->
                        ((ObjectNode) s.get("properties"))
                                .put(
                                        "virtualSubnetId",
                                        7000 + s.path("resourceId").asText().length()));
        properties.putArray("customerRoutes");
        network.put("resourceId", "fabrikam");
        add("PUT", "/virtualNetworks/fabrikam").set("body", network);
        ObjectNode put = add("PUT", "/virtualNetworks/Fabrikam/lookupRecords/vm20");
        ObjectNode record = record(20);
        ((ObjectNode) record.get("properties")).put("virtualSubnetId", 7003);
        put.set("body", record);
        add("DELETE", "/virtualNetworks/fabrikam/subnets/data");
        ApiScene.Answer answer = send();
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode made = scene.get("/virtualNetworks/fabrikam").json();
        assertThat(made.at("/properties/lookupRecords")).hasSize(1);
        assertThat(made.at("/properties/subnets")).hasSize(2);
    }

    @Test
    void aMissedConditionRefusesAll() {
        add("PUT", "/virtualNetworks/contoso/lookupRecords/vm20")
                .put("ifMatch", "*")
                .set("body", record(20));
        assertThat(send().status()).isEqualTo(412);
    }

    private ObjectNode add(String method, String reference) {
        return batch.withArray("requests")
                .addObject()
                .put("method", method)
                .put("resourceRef", reference);
    }

    private ApiScene.Answer send() {
        return scene.call("POST", "/batch").body(batch.toString()).send();
    }

    private static ObjectNode record(int host) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.putObject("properties")
                .put("customerAddress", "10.0.0." + host)
                .put("virtualSubnetId", 5001)
                .put("macAddress", "02-00-00-00-01-" + host)
                .put("providerAddress", "192.0.2.12");
        return record;
    }
}
