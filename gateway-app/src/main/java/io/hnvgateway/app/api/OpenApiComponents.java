package io.hnvgateway.app.api;

import static io.hnvgateway.app.api.OpenApiParts.object;
import static io.hnvgateway.app.api.OpenApiParts.parameter;
import static io.hnvgateway.app.api.OpenApiParts.range;
import static io.hnvgateway.app.api.OpenApiParts.schema;
import static io.hnvgateway.app.api.OpenApiParts.text;
import static io.hnvgateway.app.api.OpenApiParts.typed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What all resources and requests of the OpenAPI document share.
final class OpenApiComponents {
    private static final String ETAG = "W/\"0b9d5c9e-7a64-4a7e-9d55-1a2b3c4d5e6f\"";

    private OpenApiComponents() {}

    static ObjectNode components() {
        ObjectNode components = object();
        ObjectNode schemas = components.putObject("schemas");
        schemas.set("Envelope", envelope());
        schemas.set("State", state());
        schemas.set("ResourceReference", resourceReference());
        schemas.set("Error", error());
        schemas.setAll(OpenApiSchemas.resources());
        parameters(components.putObject("parameters"));
        headers(components.putObject("headers"));
        ObjectNode error = components.putObject("responses").putObject("Error");
        error.put("description", "an error; what is named nowhere else is 400, 401, 404 or 405");
        ObjectNode media = error.putObject("content").putObject("application/json");
        media.set("schema", schema("Error"));
        media.set("example", errorExample());
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject("token").put("type", "http").put("scheme", "bearer");
        schemes.putObject("certificate").put("type", "mutualTLS");
        return components;
    }

    /// What all resources have around their properties.
    private static ObjectNode envelope() {
        ObjectNode envelope = typed("object");
        ObjectNode properties = envelope.putObject("properties");
        text(properties, "resourceId", "id, as in the path")
                .put("minLength", 1)
                .put("maxLength", 80);
        text(properties, "resourceRef", "path without a version").put("readOnly", true);
        text(properties, "instanceId", "the same as long as the path is")
                .put("format", "uuid")
                .put("readOnly", true);
        text(properties, "etag", "of the content, with all below and above")
                .put("pattern", "^W/\"[0-9a-f-]{36}\"$")
                .put("readOnly", true);
        properties
                .putObject("tags")
                .put("type", "object")
                .put("description", "the client's own")
                .set("additionalProperties", typed("string"));
        properties
                .putObject("resourceMetadata")
                .put("type", "object")
                .put("description", "the client's own; kept as it is");
        return envelope;
    }

    private static ObjectNode state() {
        ObjectNode state = typed("object");
        ObjectNode properties = state.putObject("properties");
        words(
                        text(
                                properties,
                                "provisioningState",
                                "never Updating for longer than a request"),
                        "Succeeded",
                        "Failed",
                        "Updating",
                        "Deleting")
                .put("readOnly", true);
        ObjectNode configuration = properties.putObject("configurationState");
        configuration.put("type", "object").put("readOnly", true);
        ObjectNode inner = configuration.putObject("properties");
        words(
                text(inner, "status", "of it with all of its parts"),
                "Success",
                "Warning",
                "Failure");
        ObjectNode info = inner.putObject("detailedInfo").put("type", "array").putObject("items");
        info.put("type", "object");
        ObjectNode parts = info.putObject("properties");
        text(parts, "source", "path of what is concerned");
        text(parts, "code", "for programs");
        text(parts, "message", "for people");
        text(inner, "lastUpdatedTime", "when it was looked at").put("format", "date-time");
        return state;
    }

    static ObjectNode words(ObjectNode schema, String... words) {
        ArrayNode list = schema.putArray("enum");
        for (String word : words) {
            list.add(word);
        }
        return schema;
    }

    private static ObjectNode resourceReference() {
        ObjectNode reference = typed("object");
        text(reference.putObject("properties"), "resourceRef", "path without a version")
                .put("pattern", "^/");
        reference.putArray("required").add("resourceRef");
        return reference;
    }

    private static ObjectNode error() {
        ObjectNode error = typed("object");
        ObjectNode inner = error.putObject("properties").putObject("error");
        inner.put("type", "object");
        ObjectNode properties = fault(inner);
        properties
                .putObject("details")
                .put("type", "array")
                .put("maxItems", ApiError.MAX_DETAILS)
                .set("items", faults());
        inner.putArray("required").add("code").add("message");
        error.putArray("required").add("error");
        return error;
    }

    private static ObjectNode faults() {
        ObjectNode item = typed("object");
        fault(item);
        item.putArray("required").add("code").add("message").add("target");
        return item;
    }

    private static ObjectNode fault(ObjectNode object) {
        ObjectNode properties = object.putObject("properties");
        text(properties, "code", "for programs, as NotSupported");
        text(properties, "message", "for people");
        text(properties, "target", "property, relative to the request's resource");
        return properties;
    }

    private static ObjectNode errorExample() {
        ObjectNode example = object();
        ObjectNode error = example.putObject("error");
        for (ObjectNode node : new ObjectNode[] {error, error.putArray("details").addObject()}) {
            node.put("code", "InvalidValue")
                    .put("message", "macAddress: zz: must be six hexadecimal octets")
                    .put("target", "macAddress");
        }
        return example;
    }

    private static void parameters(ObjectNode parameters) {
        parameter(
                parameters.putObject("top"),
                "$top",
                "query",
                "members of a page",
                range(1, Pages.LIMIT).put("default", Pages.DEFAULT_MOST));
        parameter(
                parameters.putObject("skipToken"),
                "$skipToken",
                "query",
                "that of a nextLink",
                typed("string"));
        parameter(
                        parameters.putObject("ifMatch"),
                        "If-Match",
                        "header",
                        "only if it is this one now: etags with commas between, or * for any",
                        typed("string"))
                .put("example", ETAG);
        parameter(
                        parameters.putObject("ifNoneMatch"),
                        "If-None-Match",
                        "header",
                        "only if it is none of these: etags with commas between, or * for any",
                        typed("string"))
                .put("example", "*");
        parameter(
                parameters.putObject("clientRequestId"),
                Changes.CLIENT_ID,
                "header",
                "the same id, the same answer: a write is done once",
                typed("string")
                        .put("minLength", 1)
                        .put("maxLength", 128)
                        .put("pattern", "^[!-~]+$"));
        parameter(
                parameters.putObject("confirmWithin"),
                Changes.CONFIRM,
                "header",
                "the change is taken back unless it is confirmed so soon; 0: it stays",
                range(0, Changes.MAX_CONFIRM_SECONDS).put("default", 0));
    }

    private static void headers(ObjectNode headers) {
        header(headers, "ETag", "of the resource");
        header(headers, "x-ms-request-id", "the gateway's own, as its log has it");
        header(headers, "x-ms-operation", "path of the operation that this write was");
        header(headers, Changes.VERSION, "number of the change that was made");
        header(headers, "x-hnv-repeated", "true: the answer of the first time");
    }

    private static void header(ObjectNode headers, String name, String description) {
        headers.putObject(name).put("description", description).set("schema", typed("string"));
    }
}
