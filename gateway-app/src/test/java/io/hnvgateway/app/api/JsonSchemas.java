package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Checks values by the part of JSON Schema (2020-12) that the OpenAPI document uses.
final class JsonSchemas {

    /// What this reads; another word in a schema is a fault of the schema.
    private static final Set<String> WORDS =
            Set.of(
                    "$ref",
                    "title",
                    "description",
                    "type",
                    "allOf",
                    "anyOf",
                    "properties",
                    "required",
                    "items",
                    "enum",
                    "minimum",
                    "maximum",
                    "minLength",
                    "maxLength",
                    "maxItems",
                    "pattern",
                    "format",
                    "default",
                    "examples",
                    "readOnly",
                    "writeOnly",
                    "additionalProperties");

    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "integer", "boolean");

    private final JsonNode document;
    private final List<String> faults = new ArrayList<>();

    JsonSchemas(JsonNode document) {
        this.document = document;
    }

    /// What is wrong with a schema itself.
    static List<String> faultsOf(JsonNode document, JsonNode schema, String at) {
        JsonSchemas checker = new JsonSchemas(document);
        checker.sound(schema, at);
        return checker.faults;
    }

    private void sound(JsonNode schema, String at) {
        schema.fieldNames()
                .forEachRemaining(word -> check(WORDS.contains(word), at, "has " + word));
        types(schema).forEach(type -> check(TYPES.contains(type), at, "is of type " + type));
        for (String list : List.of("required", "enum")) {
            Set<String> once = new HashSet<>();
            schema.path(list)
                    .forEach(word -> check(once.add(word.asText()), at, list + " twice: " + word));
            check(!schema.has(list) || !once.isEmpty(), at, list + " is empty");
        }
        schema.path("required")
                .forEach(name ->
                        check(
                                schema.at("/properties/" + name.asText()).isObject(),
                                at,
                                "requires " + name));
        if (schema.has("default")) {
            value(schema.get("default"), schema, at + ".default");
        }
        schema.path("examples").forEach(example -> value(example, schema, at + ".examples"));
        schema.path("properties")
                .properties()
                .forEach(entry -> sound(entry.getValue(), at + "." + entry.getKey()));
        schema.path("allOf").forEach(part -> sound(part, at));
        schema.path("anyOf").forEach(part -> sound(part, at));
        if (schema.has("items")) {
            sound(schema.get("items"), at + "[]");
        }
    }

    private void check(boolean holds, String at, String otherwise) {
        if (!holds) {
            faults.add(at + ": " + otherwise);
        }
    }

    /// What is wrong with a value; a property that no schema knows is, too.
    static List<String> faultsOf(JsonNode document, JsonNode schema, JsonNode value) {
        JsonSchemas checker = new JsonSchemas(document);
        checker.value(value, schema, "");
        checker.known(value, List.of(schema), "");
        return checker.faults;
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        return reference.isMissingNode() ? schema : document.at(reference.asText().substring(1));
    }

    private static List<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        List<String> types = new ArrayList<>();
        if (type.isTextual()) {
            types.add(type.asText());
        }
        type.forEach(each -> types.add(each.asText()));
        return types;
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NUMBER -> "integer";
            case STRING -> "string";
            default -> "null";
        };
    }

    private void value(JsonNode value, JsonNode written, String at) {
        JsonNode schema = resolved(written);
        List<String> types = types(schema);
        check(types.isEmpty() || types.contains(typeOf(value)), at, "is no " + types);
        Set<String> words = new HashSet<>();
        schema.path("enum").forEach(word -> words.add(word.asText()));
        check(words.isEmpty() || words.contains(value.asText()), at, value + " of " + words);
        if (value.isNumber()) {
            check(value.asLong() >= schema.path("minimum").asLong(Long.MIN_VALUE), at, "is low");
            check(value.asLong() <= schema.path("maximum").asLong(Long.MAX_VALUE), at, "is high");
        }
        String pattern = schema.path("pattern").asText();
        check(
                pattern.isEmpty() || value.asText().matches(".*(?:" + pattern + ").*"),
                at,
                value + " does not match " + pattern);
        schema.path("required")
                .forEach(name -> check(value.has(name.asText()), at, name + " is missing"));
        schema.path("properties")
                .properties()
                .forEach(entry -> {
                    if (value.has(entry.getKey())) {
                        value(
                                value.get(entry.getKey()),
                                entry.getValue(),
                                at + "." + entry.getKey());
                    }
                });
        schema.path("allOf").forEach(part -> value(value, part, at));
        if (schema.has("items")) {
            value.forEach(item -> value(item, schema.get("items"), at + "[]"));
        }
    }

    /// @param schemas all that hold for the value
    private void known(JsonNode value, List<JsonNode> schemas, String at) {
        List<JsonNode> all = new ArrayList<>();
        schemas.forEach(schema -> addParts(schema, all));
        if (value.isObject() && all.stream().anyMatch(schema -> schema.has("properties"))) {
            for (var entry : value.properties()) {
                List<JsonNode> own =
                        all.stream()
                                .map(schema -> schema.path("properties").path(entry.getKey()))
                                .filter(JsonNode::isObject)
                                .toList();
                check(!own.isEmpty(), at + "." + entry.getKey(), "is in no schema");
                known(entry.getValue(), own, at + "." + entry.getKey());
            }
        }
        List<JsonNode> items =
                all.stream().map(s -> s.path("items")).filter(JsonNode::isObject).toList();
        value.forEach(item -> {
            if (value.isArray()) {
                known(item, items, at + "[]");
            }
        });
    }

    private void addParts(JsonNode written, List<JsonNode> all) {
        JsonNode schema = resolved(written);
        all.add(schema);
        schema.path("allOf").forEach(part -> addParts(part, all));
    }
}
