package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Pieces that the OpenAPI document is made of.
final class OpenApiParts {
    private static final String JSON = "application/json";

    private OpenApiParts() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode typed(String type) {
        return object().put("type", type);
    }

    static ObjectNode range(long least, long most) {
        return typed("integer").put("minimum", least).put("maximum", most);
    }

    static ObjectNode text(ObjectNode properties, String name, String description) {
        return properties.putObject(name).put("type", "string").put("description", description);
    }

    static ObjectNode schema(String name) {
        return reference("schemas", name);
    }

    private static ObjectNode reference(String kind, String name) {
        return object().put("$ref", "#/components/" + kind + "/" + name);
    }

    static ObjectNode operation(
            ObjectNode path, String method, String id, String tag, String summary) {
        ObjectNode operation = path.putObject(method);
        operation.putArray("tags").add(tag);
        operation.put("operationId", id).put("summary", summary);
        operation.putArray("parameters");
        operation.putObject("responses").set("default", reference("responses", "Error"));
        return operation;
    }

    /// An operation that answers an object.
    static ObjectNode simple(
            ObjectNode path, String method, String id, String tag, String summary) {
        ObjectNode operation = operation(path, method, id, tag, summary);
        ok(operation, "200", "done", typed("object"));
        return operation;
    }

    static ObjectNode body(ObjectNode operation, ObjectNode schema) {
        ObjectNode media =
                operation
                        .putObject("requestBody")
                        .put("required", true)
                        .putObject("content")
                        .putObject(JSON);
        media.set("schema", schema);
        return media;
    }

    static ObjectNode ok(ObjectNode operation, String status, String what, ObjectNode schema) {
        ObjectNode response = response(operation, status, what);
        response.putObject("content").putObject(JSON).set("schema", schema);
        return response;
    }

    static ObjectNode response(ObjectNode operation, String status, String what) {
        return operation.withObjectProperty("responses").putObject(status).put("description", what);
    }

    /// An answer that is an error.
    static void refusal(ObjectNode operation, String status, String what) {
        response(operation, status, what)
                .putObject("content")
                .putObject(JSON)
                .set("schema", schema("Error"));
    }

    static void ids(ObjectNode path, List<String> ids) {
        ArrayNode list = path.withArrayProperty("parameters");
        ids.forEach(id ->
                parameter(
                                list.addObject(),
                                id,
                                "path",
                                "1..80 letters, digits and . _ ~ -",
                                typed("string")
                                        .put("minLength", 1)
                                        .put("maxLength", 80)
                                        .put("pattern", "^[A-Za-z0-9._~-]+$"))
                        .put("required", true));
    }

    static void query(ObjectNode operation, String name, String description, ObjectNode schema) {
        parameter(
                operation.withArrayProperty("parameters").addObject(),
                name,
                "query",
                description,
                schema);
    }

    static ObjectNode parameter(
            ObjectNode parameter, String name, String in, String description, ObjectNode schema) {
        parameter.put("name", name).put("in", in).put("description", description);
        parameter.set("schema", schema);
        return parameter;
    }

    /// One of [OpenApiComponents].
    static void common(ObjectNode operation, String... names) {
        for (String name : names) {
            operation.withArrayProperty("parameters").add(reference("parameters", name));
        }
    }

    static void headers(ObjectNode response, String... names) {
        ObjectNode headers = response.withObjectProperty("headers");
        for (String name : names) {
            headers.set(name, reference("headers", name));
        }
    }
}
