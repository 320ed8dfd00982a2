package io.hnvgateway.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The schemas of the OpenAPI document against what the API takes and answers.
class OpenApiSchemaTest {
    static List<Samples.Sample> samples() {
        return Samples.ALL;
    }

    private static final JsonNode DOCUMENT = new ApiScene().get("/openapi.json").json();

    private static JsonNode schema(String name) {
        JsonNode schema = DOCUMENT.path("components").path("schemas").path(name);
        assertThat(schema.isObject()).as(name).isTrue();
        return schema;
    }

    private static List<String> faults(String name, JsonNode value) {
        return JsonSchemas.faultsOf(DOCUMENT, schema(name), value);
    }

    @Test
    void schemasAreSound() {
        DOCUMENT.at("/components/schemas")
                .properties()
                .forEach(entry ->
                        assertThat(JsonSchemas.faultsOf(DOCUMENT, entry.getValue(), entry.getKey()))
                                .isEmpty());
        DOCUMENT.findValues("schema")
                .forEach(schema ->
                        assertThat(JsonSchemas.faultsOf(DOCUMENT, schema, "in place")).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theExampleIsAcceptedAndTheAnswerIsAsItsSchemaSays(Samples.Sample sample) {
        ApiScene scene = Samples.scene();
        Samples.prepare(scene, sample);
        JsonNode example = example(sample.kind());
        assertThat(faults(sample.kind(), example)).isEmpty();
        ApiScene.Answer put = scene.put(sample.path(), example);
        assertThat(put.status()).as(put.text()).isEqualTo(201);
        assertThat(faults(sample.kind(), put.json())).isEmpty();
        assertThat(faults(sample.kind(), scene.get(sample.path()).json())).isEmpty();
    }

    private static JsonNode example(String kind) {
        for (JsonNode path : DOCUMENT.path("paths")) {
            if (path.at("/put/operationId").asText().equals("put." + kind)) {
                return path.at("/put/requestBody/content/application~1json/example");
            }
        }
        throw new AssertionError(kind);
    }

    @Test
    void everythingOfARichStateIsInItsSchema() throws FaultsException {
        ApiScene scene = LiveStateTest.rich();
        for (ResourceKind kind : ResourceKind.TOP) {
            for (JsonNode member : scene.get("/" + kind.name()).json().path("value")) {
                assertThat(faults(kind.name(), member)).as(kind.name()).isEmpty();
            }
        }
        JsonNode whole = scene.get("/desiredState").json();
        assertThat(whole.path("virtualGateways").isEmpty()).isFalse();
    }

    @Test
    void errorsAreAsTheirSchemaSays() {
        ApiScene scene = Samples.scene();
        for (ApiScene.Answer answer :
                List.of(
                        scene.get("/virtualNetworks/none"),
                        scene.put("/providerAddresses/x", "{\"properties\":{\"address\":1}}"),
                        scene.put("/accessControlLists/x", "{}"))) {
            assertThat(faults("Error", answer.json())).isEmpty();
        }
        assertThat(faults("Error", error())).isEmpty();
    }

    private static JsonNode error() {
        return DOCUMENT.at("/components/responses/Error/content/application~1json/example");
    }

    @Test
    void saysWhatIsWrittenOnlyAndReadOnly() {
        ObjectNode connection = properties("virtualGateways.networkConnections");
        assertThat(
                        connection
                                .at("/ipSecConfiguration/properties/sharedSecret/writeOnly")
                                .asBoolean())
                .isTrue();
        assertThat(connection.at("/connectionState/readOnly").asBoolean()).isTrue();
        assertThat(connection.at("/statistics/properties/txRateKbps/type").asText())
                .isEqualTo("integer");
        assertThat(connection.at("/gateway/readOnly").asBoolean()).isTrue();
        assertThat(connection.at("/greConfiguration/properties/greKey/maximum").asLong())
                .isEqualTo(4_294_967_295L);
        assertThat(properties("virtualNetworks.lookupRecords").at("/type/enum"))
                .extracting(JsonNode::asText)
                .contains("GatewayWildcard");
        assertThat(properties("virtualNetworks.lookupRecords").at("/type/default").asText())
                .isEqualTo("Static");
    }

    private static ObjectNode properties(String name) {
        return (ObjectNode) schema(name).at("/allOf/1/properties/properties/allOf/1/properties");
    }

    @Test
    void aValueThatIsWrongIsFound() throws FaultsException {
        JsonNode wrong =
                JsonText.parse(
                        """
                        {"resourceId":"x","other":1,"properties":{"macAddress":"zz","type":"None",
                         "virtualSubnetId":"5","customerAddress":"10.0.0.1"}}\
                        """
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(faults("virtualNetworks.lookupRecords", wrong))
                .anyMatch(fault -> fault.startsWith(".other: is in no schema"))
                .anyMatch(fault -> fault.contains(".macAddress"))
                .anyMatch(fault -> fault.contains(".type"))
                .anyMatch(fault -> fault.contains(".virtualSubnetId"))
                .anyMatch(fault -> fault.contains("providerAddress"));
    }
}
