package io.hnvgateway.app.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.DesiredStateWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A [StateEdit] as the journal keeps it, and what it makes of a document.
final class EditJson {
    private static final String PUT = "put";
    private static final String DELETED = "deleted";

    private EditJson() {}

    static ObjectNode write(StateEdit edit) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set(PUT, DesiredStateWriter.write(edit.put()));
        edit.deleted().forEach(reference -> json.withArray(DELETED).add(reference.path()));
        return json;
    }

    /// The document after the edits.
    static ObjectNode merged(JsonNode document, List<JsonNode> edits) {
        Map<String, Map<String, JsonNode>> collections = new LinkedHashMap<>();
        put(collections, document);
        for (JsonNode edit : edits) {
            put(collections, edit.path(PUT));
            edit.path(DELETED).forEach(reference -> delete(collections, reference.asText()));
        }
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        collections.forEach(
                (collection, resources) -> merged.putArray(collection).addAll(resources.values()));
        return merged;
    }

    private static void put(Map<String, Map<String, JsonNode>> collections, JsonNode document) {
        document.properties()
                .forEach(collection -> {
                    Map<String, JsonNode> resources =
                            collections.computeIfAbsent(
                                    collection.getKey(), _ -> new LinkedHashMap<>());
                    collection
                            .getValue()
                            .forEach(r -> resources.put(lower(r.path("resourceId").asText()), r));
                });
    }

    private static void delete(Map<String, Map<String, JsonNode>> collections, String reference) {
        String[] parts = reference.split("/", -1);
        collections.forEach((collection, resources) -> {
            if (parts.length == 3 && collection.equalsIgnoreCase(parts[1])) {
                resources.remove(lower(parts[2]));
            }
        });
    }

    private static String lower(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
