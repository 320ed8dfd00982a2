package io.hnvgateway.app.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.SecretSeal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What journals say of single resources: the last word on each. Used by one thread.
final class Edits {
    /// Collection → id in lower case → resource; null node: deleted.
    private final Map<String, Map<String, JsonNode>> collections =
            new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /// Takes an edit in, behind all before it.
    void add(JsonNode edit) {
        edit.path(ChangeJson.PUT)
                .properties()
                .forEach(collection ->
                        collection.getValue().forEach(r -> of(collection.getKey()).put(id(r), r)));
        for (JsonNode reference : edit.path(ChangeJson.DELETED)) {
            String[] parts = reference.asText().split("/", -1);
            if (parts.length == 3) {
                of(parts[1]).put(lower(parts[2]), NullNode.instance);
            }
        }
    }

    private Map<String, JsonNode> of(String collection) {
        return collections.computeIfAbsent(collection, _ -> new LinkedHashMap<>());
    }

    boolean isEmpty() {
        return collections.isEmpty();
    }

    /// Whether a resource of the state before was put or deleted since.
    boolean replaces(String collection, JsonNode resource) {
        return collections.getOrDefault(collection, Map.of()).containsKey(id(resource));
    }

    /// The resources that were put and not deleted again.
    ///
    /// @param seal opens what it sealed
    DesiredStateDocument document(SecretSeal seal) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        collections.forEach((collection, resources) -> {
            ArrayNode list = document.putArray(collection);
            resources.values().stream().filter(r -> !r.isNull()).forEach(list::add);
        });
        return DesiredStateReader.read(document, seal);
    }

    private static String id(JsonNode resource) {
        return lower(resource.path("resourceId").asText());
    }

    private static String lower(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
