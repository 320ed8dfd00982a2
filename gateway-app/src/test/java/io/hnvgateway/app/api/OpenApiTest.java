package io.hnvgateway.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private final ApiScene scene = new ApiScene();
    private final JsonNode document = scene.get("/openapi.json").json();

    @Test
    void describesEveryCollection() {
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(document.at("/paths").propertyStream().map(Map.Entry::getKey))
                .contains(
                        "/virtualNetworks/{virtualNetworksId}/lookupRecords/{lookupRecordsId}",
                        "/virtualGateways/{virtualGatewaysId}/bgpRouters/{bgpRoutersId}/bgpPeers",
                        "/batch",
                        "/diagnostics/events");
        ResourceKind.TOP.forEach(kind -> isDescribed(kind, ""));
    }

    private void isDescribed(ResourceKind kind, String above) {
        String one = above + "/" + kind.name() + "/{" + kind.name() + "Id}";
        JsonNode paths = document.path("paths");
        assertThat(paths.path(above + "/" + kind.name()).has("get")).as(one).isTrue();
        assertThat(paths.path(one).has("get")).as(one).isTrue();
        for (String method : List.of("put", "delete")) {
            assertThat(paths.path(one).has(method)).as(one).isEqualTo(kind.enforced());
        }
        kind.children().forEach(child -> isDescribed(child, one));
    }

    @Test
    void referencesLeadSomewhereAndIdsAreUnique() {
        for (JsonNode reference : document.findValues("$ref")) {
            String pointer = reference.asText().substring(1);
            assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
        }
        List<JsonNode> ids = document.findValues("operationId");
        Set<String> unique = new HashSet<>();
        ids.forEach(id -> assertThat(unique.add(id.asText())).as(id.asText()).isTrue());
    }

    @Test
    void everyParameterOfAPathIsDescribed() {
        document.path("paths")
                .properties()
                .forEach(entry -> {
                    Set<String> described = new HashSet<>();
                    entry.getValue()
                            .path("parameters")
                            .forEach(p -> described.add("{" + p.path("name").asText() + "}"));
                    for (String segment : entry.getKey().split("/", -1)) {
                        if (segment.startsWith("{")) {
                            assertThat(described).as(entry.getKey()).contains(segment);
                        }
                    }
                });
    }

    /// It must work under `default-src 'self'`.
    @Test
    void thePageNeedsNothingFromElsewhere() {
        String page = scene.get("/docs").text();
        assertThat(page)
                .contains("src=\"docs.js\"", "href=\"docs.css\"")
                .doesNotContain("http", "<style", "style=", "onclick", "<script>");
        assertThat(scene.get("/docs").answer().headers())
                .containsEntry("content-type", "text/html; charset=utf-8");
        assertThat(scene.get("/docs.js").text())
                .contains("openapi.json")
                .doesNotContain("innerHTML", "eval", "http");
        assertThat(scene.get("/docs.css").text()).doesNotContain("url(", "@import");
    }
}
