package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.control.Topic;
import io.hnvgateway.app.product.ProductVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Makes the OpenAPI 3.1 document from the tree of collections and the readers' own schemas.
final class OpenApiDocument {
    private static final String JSON = "application/json";

    private final ObjectNode document = object();
    private final ObjectNode paths = object();
    private final ObjectNode schemas = object();

    private OpenApiDocument() {}

    static ObjectNode document() {
        return new OpenApiDocument().build();
    }

    private ObjectNode build() {
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "HNV gateway")
                .put("version", ProductVersion.own())
                .put(
                        "description",
                        "Northbound API of the Network Controller (MS-NCNBI), its gateway part,"
                                + " with own collections. Paths and keys are read without regard to"
                                + " case; v1 to v7.1 are spoken alike.");
        document.putArray("servers").addObject().put("url", "/networking/v1");
        document.set("paths", paths);
        envelope();
        for (ResourceKind kind : ResourceKind.TOP) {
            collection(kind, "/" + kind.name(), kind.name(), List.of());
        }
        own();
        ObjectNode components = document.putObject("components");
        components.set("schemas", schemas);
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject("token").put("type", "http").put("scheme", "bearer");
        schemes.putObject("certificate").put("type", "mutualTLS");
        ArrayNode security = document.putArray("security");
        security.addObject().putArray("token");
        security.addObject().putArray("certificate");
        return document;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// What all resources have around their properties.
    private void envelope() {
        ObjectNode envelope = object().put("type", "object");
        ObjectNode properties = envelope.putObject("properties");
        text(properties, "resourceId", "id, as in the path");
        text(properties, "resourceRef", "path without a version").put("readOnly", true);
        text(properties, "instanceId", "the same as long as the path is")
                .put("format", "uuid")
                .put("readOnly", true);
        text(properties, "etag", "as W/\"guid\"; of the content, with all below and above")
                .put("readOnly", true);
        properties.putObject("tags").put("type", "object");
        properties.putObject("resourceMetadata").put("type", "object");
        schemas.set("Envelope", envelope);
        schemas.set("State", state());
        schemas.set("Error", error());
    }

    private static ObjectNode state() {
        ObjectNode state = object().put("type", "object");
        ObjectNode properties = state.putObject("properties");
        text(properties, "provisioningState", "never Updating for longer than a request")
                .put("readOnly", true)
                .putArray("enum")
                .add("Succeeded")
                .add("Failed")
                .add("Updating")
                .add("Deleting");
        ObjectNode configuration = properties.putObject("configurationState");
        configuration.put("type", "object").put("readOnly", true);
        ObjectNode inner = configuration.putObject("properties");
        text(inner, "status", "Success, Warning or Failure");
        ObjectNode info = inner.putObject("detailedInfo").put("type", "array").putObject("items");
        info.put("type", "object");
        ObjectNode parts = info.putObject("properties");
        text(parts, "source", "path of what is concerned");
        text(parts, "code", "for programs");
        text(parts, "message", "for people");
        text(inner, "lastUpdatedTime", "when it was looked at").put("format", "date-time");
        return state;
    }

    private static ObjectNode error() {
        ObjectNode error = object().put("type", "object");
        ObjectNode inner = error.putObject("properties").putObject("error");
        inner.put("type", "object");
        ObjectNode properties = inner.putObject("properties");
        text(properties, "code", "for programs, as NotSupported");
        text(properties, "message", "for people");
        text(properties, "target", "property, relative to the request's resource");
        properties
                .putObject("details")
                .put("type", "array")
                .putObject("items")
                .put("type", "object");
        return error;
    }

    private static ObjectNode text(ObjectNode properties, String name, String description) {
        return properties.putObject(name).put("type", "string").put("description", description);
    }

    /// @param at path of the collection
    /// @param name of its schema
    /// @param ids parameters of the path so far
    private void collection(ResourceKind kind, String at, String name, List<String> ids) {
        String tag = at.substring(1).split("/", 2)[0];
        schemas.set(name, schema(kind, name));
        ObjectNode all = paths.putObject(at);
        parameters(all, ids);
        ObjectNode list = operation(all, "get", "list." + name, tag, "All " + kind.name());
        query(list, "$top", "members of a page, 1..1000");
        query(list, "$skipToken", "from nextLink");
        ok(list, "200", "a page", list(name));
        String id = kind.name() + "Id";
        List<String> more = new ArrayList<>(ids);
        more.add(id);
        ObjectNode one = paths.putObject(at + "/{" + id + "}");
        parameters(one, more);
        ObjectNode get = operation(one, "get", "get." + name, tag, "One of " + kind.name());
        header(get, "if-none-match");
        ok(get, "200", "the resource", reference(name));
        if (kind.enforced()) {
            ObjectNode put = operation(one, "put", "put." + name, tag, "Creates or replaces");
            write(put);
            put.putObject("requestBody")
                    .put("required", true)
                    .putObject("content")
                    .putObject(JSON)
                    .set("schema", reference(name));
            ok(put, "200", "replaced", reference(name));
            ok(put, "201", "created", reference(name));
            ObjectNode delete = operation(one, "delete", "delete." + name, tag, "Removes");
            write(delete);
            response(delete, "204", "it is not there, or no longer");
        }
        for (ResourceKind child : kind.children()) {
            collection(
                    child, at + "/{" + id + "}/" + child.name(), name + "." + child.name(), more);
        }
    }

    private static void write(ObjectNode operation) {
        header(operation, "if-match");
        header(operation, "if-none-match");
        header(operation, Changes.CLIENT_ID);
        header(operation, Changes.CONFIRM);
        response(operation, "409", "still in use, or held by a change that is to be confirmed");
        response(operation, "412", "the etag is another");
        response(operation, "503", "the state cannot be stored now");
    }

    private static ObjectNode schema(ResourceKind kind, String name) {
        ObjectNode schema = object();
        schema.put("title", name);
        ArrayNode all = schema.putArray("allOf");
        all.add(reference("Envelope"));
        ObjectNode own = all.addObject().put("type", "object").putObject("properties");
        ArrayNode parts = own.putObject("properties").putArray("allOf");
        parts.add(reference("State"));
        parts.add(properties(kind, name));
        return schema;
    }

    private static ObjectNode properties(ResourceKind kind, String name) {
        ObjectNode node = object().put("type", "object");
        ObjectNode properties = node.putObject("properties");
        for (ResourceKind child : kind.children()) {
            properties
                    .putObject(child.name())
                    .put("type", "array")
                    .set("items", reference(name + "." + child.name()));
        }
        return node;
    }

    private static ObjectNode list(String name) {
        ObjectNode list = object().put("type", "object");
        ObjectNode properties = list.putObject("properties");
        properties.putObject("value").put("type", "array").set("items", reference(name));
        text(properties, "nextLink", "of the next page; absent on the last");
        return list;
    }

    private static ObjectNode reference(String name) {
        return object().put("$ref", "#/components/schemas/" + name);
    }

    private void own() {
        ObjectNode discovery = paths.putObject("/discovery");
        discovery.putArray("servers").addObject().put("url", "/networking");
        simple(discovery, "get", "discovery", "service", "The version that is spoken");
        body(
                simple(
                        paths.putObject("/batch"),
                        "post",
                        "batch",
                        "changes",
                        "Many PUTs and DELETEs as one change, all or nothing"),
                batch());
        ObjectNode whole = paths.putObject("/desiredState");
        simple(whole, "get", "desiredState.get", "changes", "The whole document");
        ObjectNode put =
                simple(whole, "put", "desiredState.put", "changes", "Replaces the whole document");
        query(put, "dryRun", "true: only tells what would change");
        body(put, object().put("type", "object"));
        for (String name : List.of("operations", "operationResults")) {
            ObjectNode path = paths.putObject("/" + name + "/{operationId}");
            parameters(path, List.of("operationId"));
            simple(path, "get", name, "service", "A write that was answered");
        }
        versions();
        diagnostics();
    }

    private void versions() {
        String tag = "changes";
        ObjectNode list =
                simple(
                        paths.putObject("/versions"),
                        "get",
                        "versions.list",
                        tag,
                        "Changes that were made, the newest first");
        query(list, "before", "only versions of lower numbers");
        query(list, "$top", "members of a page, 1..100");
        List<String> id = List.of("versionId");
        ObjectNode one = paths.putObject("/versions/{versionId}");
        parameters(one, id);
        simple(one, "get", "versions.get", tag, "One change");
        ObjectNode diff = paths.putObject("/versions/{versionId}/diff");
        parameters(diff, id);
        query(
                simple(diff, "get", "versions.diff", tag, "What is different from another version"),
                "from",
                "the other version; without: the one before");
        ObjectNode back = paths.putObject("/versions/{versionId}/rollback");
        parameters(back, id);
        header(
                simple(back, "post", "versions.rollback", tag, "Takes all later changes back"),
                Changes.CONFIRM);
        ObjectNode confirm = paths.putObject("/versions/{versionId}/confirm");
        parameters(confirm, id);
        simple(confirm, "post", "versions.confirm", tag, "The change stays");
    }

    private void diagnostics() {
        ObjectNode show = paths.putObject("/diagnostics/show/{topic}");
        ArrayNode topics =
                show.putArray("parameters")
                        .addObject()
                        .put("name", "topic")
                        .put("in", "path")
                        .put("required", true)
                        .putObject("schema")
                        .put("type", "string")
                        .putArray("enum");
        Arrays.stream(Topic.values()).map(t -> t.label().replace(' ', '-')).forEach(topics::add);
        ObjectNode rows = simple(show, "get", "show", "diagnostics", "Rows of one topic");
        query(rows, "tenant", "name or routing domain");
        query(rows, "$top", "rows, 1..10000");
        simple(
                paths.putObject("/diagnostics/dropReasons"),
                "get",
                "dropReasons",
                "diagnostics",
                "Dropped frames by reason");
        ObjectNode explain =
                simple(
                        paths.putObject("/diagnostics/explain"),
                        "get",
                        "explain",
                        "diagnostics",
                        "Each decision that would be made for a packet");
        for (String name :
                List.of(
                        "tenant",
                        "source",
                        "destination",
                        "protocol",
                        "sourcePort",
                        "destinationPort")) {
            query(explain, name, name);
        }
        simple(
                paths.putObject("/diagnostics/status"),
                "get",
                "status",
                "diagnostics",
                "The gateway in a few lines");
        ObjectNode events =
                simple(
                        paths.putObject("/diagnostics/events"),
                        "get",
                        "events",
                        "diagnostics",
                        "What happened after an event, or happens in the next seconds");
        query(events, "after", "number of the last event that is known");
        query(events, "waitSeconds", "0..30");
        ObjectNode hosts = object().put("type", "object");
        hosts.putObject("properties")
                .putObject("hosts")
                .put("type", "array")
                .putObject("items")
                .put("type", "string");
        body(
                simple(
                        paths.putObject("/diagnostics/probes"),
                        "post",
                        "probes",
                        "diagnostics",
                        "Sends real packets to the gateway's surroundings"),
                hosts);
        ObjectNode drain = paths.putObject("/diagnostics/drain");
        simple(drain, "get", "drain.get", "diagnostics", "Whether the gateway is drained");
        simple(drain, "post", "drain.begin", "diagnostics", "Takes its routes back");
        simple(drain, "delete", "drain.end", "diagnostics", "Tells its routes again");
    }

    private static ObjectNode batch() {
        ObjectNode batch = object().put("type", "object");
        ObjectNode requests = batch.putObject("properties").putObject("requests");
        requests.put("type", "array").put("maxItems", 100_000);
        ObjectNode item = requests.putObject("items").put("type", "object");
        ObjectNode properties = item.putObject("properties");
        text(properties, "method", "PUT or DELETE");
        text(properties, "resourceRef", "as /virtualNetworks/t1/lookupRecords/r1");
        properties.putObject("body").put("type", "object");
        text(properties, "ifMatch", "an etag, or *");
        text(properties, "ifNoneMatch", "an etag, or *");
        item.putArray("required").add("method").add("resourceRef");
        return batch;
    }

    private static ObjectNode simple(
            ObjectNode path, String method, String id, String tag, String summary) {
        ObjectNode operation = operation(path, method, id, tag, summary);
        ok(operation, "200", "done", object().put("type", "object"));
        return operation;
    }

    private static ObjectNode operation(
            ObjectNode path, String method, String id, String tag, String summary) {
        ObjectNode operation = path.putObject(method);
        operation.putArray("tags").add(tag);
        operation.put("operationId", id).put("summary", summary);
        operation.putArray("parameters");
        ObjectNode error = operation.putObject("responses").putObject("default");
        error.put("description", "an error");
        error.putObject("content").putObject(JSON).set("schema", reference("Error"));
        return operation;
    }

    private static void body(ObjectNode operation, ObjectNode schema) {
        operation
                .putObject("requestBody")
                .putObject("content")
                .putObject(JSON)
                .set("schema", schema);
    }

    private static void ok(ObjectNode operation, String status, String what, ObjectNode schema) {
        response(operation, status, what)
                .putObject("content")
                .putObject(JSON)
                .set("schema", schema);
    }

    private static ObjectNode response(ObjectNode operation, String status, String what) {
        return operation.withObjectProperty("responses").putObject(status).put("description", what);
    }

    private static void parameters(ObjectNode path, List<String> ids) {
        if (!ids.isEmpty()) {
            ArrayNode list = path.putArray("parameters");
            ids.forEach(id ->
                    parameter(list, id, "path", "1..80 letters, digits and . _ ~ -")
                            .put("required", true));
        }
    }

    private static void query(ObjectNode operation, String name, String description) {
        parameter(operation.withArrayProperty("parameters"), name, "query", description);
    }

    private static void header(ObjectNode operation, String name) {
        parameter(operation.withArrayProperty("parameters"), name, "header", "see docs/api.md");
    }

    private static ObjectNode parameter(
            ArrayNode list, String name, String in, String description) {
        ObjectNode parameter = list.addObject().put("name", name).put("in", in);
        parameter.put("description", description).putObject("schema").put("type", "string");
        return parameter;
    }
}
