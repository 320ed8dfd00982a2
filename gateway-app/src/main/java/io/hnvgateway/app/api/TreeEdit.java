package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A resource as a tree that is being changed: lists of children that somebody looks into are kept
/// by id, so that ten thousand changes of one list do not search it ten thousand times. One thread.
final class TreeEdit {
    private final ObjectNode envelope;
    private final Map<String, Map<String, TreeEdit>> opened = new HashMap<>();

    /// @param envelope as it was written or came in; it is changed
    TreeEdit(ObjectNode envelope) {
        this.envelope = envelope;
    }

    /// A property without regard to case; null: there is none.
    static @Nullable JsonNode field(JsonNode object, String name) {
        JsonNode exact = object.get(name);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return entry.getValue();
            }
        }
        return null;
    }

    static String id(JsonNode envelope) {
        JsonNode id = field(envelope, "resourceId");
        return id == null ? "" : id.asText();
    }

    String id() {
        return id(envelope);
    }

    @Nullable TreeEdit child(ResourceKind kind, String id) {
        return open(kind).get(key(id));
    }

    /// @param child takes the place of the one with this id; its own id is set
    /// @return whether there was one
    boolean put(ResourceKind kind, String id, ObjectNode child) {
        Map<String, TreeEdit> list = open(kind);
        TreeEdit before = list.get(key(id));
        setId(child, before == null ? id : before.id());
        list.put(key(id), new TreeEdit(child));
        return before != null;
    }

    boolean remove(ResourceKind kind, String id) {
        return open(kind).remove(key(id)) != null;
    }

    static void setId(ObjectNode envelope, String id) {
        envelope.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> name.equalsIgnoreCase("resourceId"))
                .toList()
                .forEach(envelope::remove);
        envelope.put("resourceId", id);
    }

    private Map<String, TreeEdit> open(ResourceKind kind) {
        return opened.computeIfAbsent(kind.name(), this::byId);
    }

    /// Of members with one id each keeps a place of its own, for the reader to judge.
    private Map<String, TreeEdit> byId(String collection) {
        Map<String, TreeEdit> members = new LinkedHashMap<>();
        for (JsonNode member : list(collection)) {
            if (member instanceof ObjectNode object) {
                TreeEdit edit = new TreeEdit(object);
                String key = key(edit.id());
                members.put(members.containsKey(key) ? key + "/" + members.size() : key, edit);
            } else if (!member.isNull()) {
                throw noList(collection);
            }
        }
        return members;
    }

    /// What is written anew must be readable: nothing of it may get lost on the way.
    private ArrayNode list(String collection) {
        JsonNode properties = field(envelope, "properties");
        List<JsonNode> all =
                properties == null
                        ? List.of()
                        : properties.properties().stream()
                                .filter(entry -> entry.getKey().equalsIgnoreCase(collection))
                                .map(Map.Entry::getValue)
                                .filter(value -> !value.isNull())
                                .toList();
        if (all.isEmpty()) {
            return JsonNodeFactory.instance.arrayNode(0);
        }
        if (all.size() > 1 || !(all.getFirst() instanceof ArrayNode list)) {
            throw noList(collection);
        }
        return list;
    }

    private static ApiError noList(String collection) {
        return ApiError.badRequest(
                "InvalidValue",
                collection + ": must be one list of objects",
                "properties." + collection);
    }

    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    /// The tree with all changes.
    ObjectNode close() {
        if (!opened.isEmpty() && field(envelope, "properties") instanceof ObjectNode properties) {
            opened.forEach((collection, members) -> {
                ArrayNode list = JsonNodeFactory.instance.arrayNode(members.size());
                members.values().forEach(member -> list.add(member.close()));
                properties.properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(name -> name.equalsIgnoreCase(collection))
                        .toList()
                        .forEach(properties::remove);
                properties.set(collection, list);
            });
        }
        return envelope;
    }
}
