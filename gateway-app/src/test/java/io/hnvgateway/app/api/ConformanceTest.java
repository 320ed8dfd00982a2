package io.hnvgateway.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.api.Samples.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The rules of the published schemas, for each collection and each kind of child.
class ConformanceTest {
    private final ApiScene scene = Samples.scene();

    /// What has no sample is not tested: a new collection needs one.
    @Test
    void everyCollectionHasASample() {
        List<String> kinds = new ArrayList<>();
        ResourceKind.TOP.stream()
                .filter(ResourceKind::enforced)
                .forEach(kind -> names(kind, kind.name(), kinds));
        assertThat(Samples.ALL.stream().map(Sample::kind).toList()).containsAll(kinds);
    }

    private static void names(ResourceKind kind, String name, List<String> into) {
        into.add(name);
        kind.children().forEach(child -> names(child, name + "." + child.name(), into));
    }

    @ParameterizedTest
    @FieldSource("io.hnvgateway.app.api.Samples#ALL")
    void comesAndGoes(Sample sample) {
        Samples.prepare(scene, sample);
        assertThat(scene.get(sample.path()).status()).isEqualTo(404);
        ApiScene.Answer created = scene.put(sample.path(), sample.body());
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(scene.put(sample.path(), sample.body()).status()).isEqualTo(200);
        assertThat(ids(collection(sample))).contains(id(sample));
        assertThat(scene.delete(sample.path()).status()).isEqualTo(204);
        assertThat(scene.get(sample.path()).status()).isEqualTo(404);
        assertThat(scene.delete(sample.path()).status()).isEqualTo(204);
        assertThat(ids(collection(sample))).doesNotContain(id(sample));
    }

    @ParameterizedTest
    @FieldSource("io.hnvgateway.app.api.Samples#ALL")
    void hasTheEnvelope(Sample sample) {
        Samples.prepare(scene, sample);
        ApiScene.Answer written = scene.put(sample.path(), sample.body());
        ApiScene.Answer read = scene.get(sample.path());
        for (ApiScene.Answer answer : List.of(written, read)) {
            JsonNode node = answer.json();
            assertThat(node.path("resourceId").asText()).isEqualTo(id(sample));
            assertThat(node.path("resourceRef").asText()).isEqualTo(sample.path());
            assertThat(UUID.fromString(node.path("instanceId").asText())).isNotNull();
            assertThat(node.path("etag").asText())
                    .matches("W/\"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\"")
                    .isEqualTo(answer.etag());
            JsonNode properties = node.path("properties");
            assertThat(properties.path("provisioningState").asText()).isEqualTo("Succeeded");
            JsonNode state = properties.path("configurationState");
            assertThat(state.path("status").asText()).isIn("Success", "Warning", "Failure");
            assertThat(state.path("detailedInfo").isArray()).isTrue();
            assertThat(Instant.parse(state.path("lastUpdatedTime").asText())).isNotNull();
        }
        assertThat(read.etag()).isEqualTo(written.etag());
    }

    @ParameterizedTest
    @FieldSource("io.hnvgateway.app.api.Samples#ALL")
    void etagsOfItselfAndOfAllAboveChangeWithIt(Sample sample) {
        Samples.prepare(scene, sample);
        ApiScene.Answer first = scene.put(sample.path(), sample.body());
        Map<String, String> above = etagsAbove(sample);
        assertThat(scene.put(sample.path(), sample.body()).etag()).isEqualTo(first.etag());
        assertThat(etagsAbove(sample)).isEqualTo(above);
        if (sample.from().isEmpty()) {
            return;
        }
        ApiScene.Answer changed = scene.put(sample.path(), sample.changed());
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.etag()).isNotEqualTo(first.etag());
        assertThat(changed.json().path("instanceId")).isEqualTo(first.json().path("instanceId"));
        etagsAbove(sample)
                .forEach((path, etag) -> assertThat(etag).as(path).isNotEqualTo(above.get(path)));
        assertThat(scene.put(sample.path(), sample.body()).etag()).isEqualTo(first.etag());
    }

    @ParameterizedTest
    @FieldSource("io.hnvgateway.app.api.Samples#ALL")
    void whatWasReadCanBeWrittenAndChangesNothing(Sample sample) {
        Samples.prepare(scene, sample);
        scene.put(sample.path(), sample.body());
        ApiScene.Answer read = scene.get(sample.path());
        int publications = scene.target.publications;
        ApiScene.Answer written = scene.put(sample.path(), read.json());
        assertThat(written.status()).as(written.text()).isEqualTo(200);
        assertThat(written.etag()).isEqualTo(read.etag());
        assertThat(scene.target.publications).isEqualTo(publications);
    }

    @ParameterizedTest
    @FieldSource("io.hnvgateway.app.api.Samples#ALL")
    void caseAndQuotesDoNotMatter(Sample sample) {
        Samples.prepare(scene, sample);
        ApiScene.Answer first = scene.put(sample.path(), sample.body());
        JsonNode body = first.json();
        Map<String, JsonNode> variants = new LinkedHashMap<>();
        variants.put("keys in upper case", keys(body, name -> name.toUpperCase(Locale.ROOT)));
        variants.put("keys in lower case", keys(body, name -> name.toLowerCase(Locale.ROOT)));
        variants.put("numbers and booleans as text", texts(body));
        variants.forEach((what, variant) -> {
            ApiScene.Answer written = scene.put(sample.path(), variant);
            assertThat(written.status()).as(what + written.text()).isEqualTo(200);
            assertThat(written.etag()).as(what).isEqualTo(first.etag());
        });
        String loud = "/NETWORKING/V3.2" + sample.path().toUpperCase(Locale.ROOT);
        assertThat(scene.call("GET", loud).send().etag()).isEqualTo(first.etag());
    }

    @ParameterizedTest
    @FieldSource("io.hnvgateway.app.api.Samples#ALL")
    void conditionsAreHeld(Sample sample) {
        Samples.prepare(scene, sample);
        assertThat(put(sample, "if-match", "*").status()).isEqualTo(412);
        assertThat(put(sample, "if-none-match", "*").status()).isEqualTo(201);
        assertThat(put(sample, "if-none-match", "*").status()).isEqualTo(412);
        assertThat(put(sample, "if-match", "W/\"" + new UUID(1, 2) + "\"").status()).isEqualTo(412);
        assertThat(put(sample, "if-match", scene.get(sample.path()).etag()).status())
                .isEqualTo(200);
        assertThat(put(sample, "if-match", "*").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @FieldSource("io.hnvgateway.app.api.Samples#ALL")
    void badBodiesAreErrorsWithATarget(Sample sample) {
        Samples.prepare(scene, sample);
        int publications = scene.target.publications;
        for (String body :
                List.of(
                        "",
                        "{",
                        "[]",
                        "7",
                        "null",
                        "{\"properties\":7}",
                        "{\"properties\":[]}",
                        "{\"properties\":{\"nonsense\":1}}",
                        "{\"properties\":{},\"nonsense\":1}",
                        "{\"resourceId\":\"another\",\"properties\":{}}",
                        sample.body()
                                .replaceFirst("\\{", "{\"resourceId\":\"x\",\"ResourceID\":\"y\","),
                        sample.body() + sample.body())) {
            ApiScene.Answer answer = scene.put(sample.path(), body);
            assertThat(answer.status()).as(body + answer.text()).isEqualTo(400);
            JsonNode error = answer.json().path("error");
            assertThat(error.path("code").asText()).as(body).isNotEmpty();
            assertThat(error.path("message").asText()).as(body).isNotEmpty();
            assertThat(error.has("target")).as(body).isTrue();
        }
        assertThat(scene.get(sample.path()).status()).isEqualTo(404);
        assertThat(scene.target.publications).isEqualTo(publications);
    }

    @ParameterizedTest
    @FieldSource("io.hnvgateway.app.api.Samples#ALL")
    void methodsThatAreNotOfferedAreNamed(Sample sample) {
        Samples.prepare(scene, sample);
        for (String method : List.of("POST", "PATCH", "OPTIONS", "TRACE")) {
            ApiScene.Answer answer = scene.call(method, sample.path()).body("{}").send();
            assertThat(answer.status()).as(method).isEqualTo(405);
            assertThat(answer.header("allow")).contains("PUT");
        }
        for (String method : List.of("PUT", "DELETE", "POST")) {
            assertThat(scene.call(method, collection(sample)).body("{}").send().status())
                    .as(method)
                    .isEqualTo(405);
        }
    }

    @ParameterizedTest
    @FieldSource("io.hnvgateway.app.api.Samples#ALL")
    void aRepeatedRequestIsDoneOnce(Sample sample) {
        Samples.prepare(scene, sample);
        ApiScene.Answer first = put(sample, "x-ms-client-request-id", "one");
        scene.delete(sample.path());
        ApiScene.Answer again = put(sample, "x-ms-client-request-id", "one");
        assertThat(again.status()).isEqualTo(first.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(scene.get(sample.path()).status()).isEqualTo(404);
    }

    private ApiScene.Answer put(Sample sample, String header, String value) {
        return scene.call("PUT", sample.path()).header(header, value).body(sample.body()).send();
    }

    private Map<String, String> etagsAbove(Sample sample) {
        Map<String, String> etags = new LinkedHashMap<>();
        String path = collection(sample);
        for (int slash; (slash = path.lastIndexOf('/')) > 0; ) {
            String above = path.substring(0, slash);
            etags.put(above, scene.get(above).etag());
            path = above.substring(0, above.lastIndexOf('/'));
            if (path.isEmpty() || path.indexOf('/', 1) < 0) {
                break;
            }
        }
        etags.keySet().removeIf(above -> above.chars().filter(c -> c == '/').count() % 2 != 0);
        return etags;
    }

    private static String collection(Sample sample) {
        return sample.path().substring(0, sample.path().lastIndexOf('/'));
    }

    private static String id(Sample sample) {
        return sample.path().substring(sample.path().lastIndexOf('/') + 1);
    }

    private List<String> ids(String collection) {
        List<String> ids = new ArrayList<>();
        scene.get(collection)
                .json()
                .path("value")
                .forEach(member -> ids.add(member.path("resourceId").asText()));
        return ids;
    }

    private static JsonNode keys(JsonNode node, UnaryOperator<String> rename) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode other = JsonNodeFactory.instance.objectNode();
                object.properties()
                        .forEach(e ->
                                other.set(rename.apply(e.getKey()), keys(e.getValue(), rename)));
                yield other;
            }
            case ArrayNode list -> {
                ArrayNode other = JsonNodeFactory.instance.arrayNode();
                list.forEach(item -> other.add(keys(item, rename)));
                yield other;
            }
            default -> node;
        };
    }

    private static JsonNode texts(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode other = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(e -> other.set(e.getKey(), texts(e.getValue())));
                yield other;
            }
            case ArrayNode list -> {
                ArrayNode other = JsonNodeFactory.instance.arrayNode();
                list.forEach(item -> other.add(texts(item)));
                yield other;
            }
            default ->
                    node.isNumber() || node.isBoolean()
                            ? JsonNodeFactory.instance.textNode(node.asText())
                            : node;
        };
    }
}
