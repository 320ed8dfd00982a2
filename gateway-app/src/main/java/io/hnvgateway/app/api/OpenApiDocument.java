package io.hnvgateway.app.api;

import static io.hnvgateway.app.api.OpenApiParts.body;
import static io.hnvgateway.app.api.OpenApiParts.common;
import static io.hnvgateway.app.api.OpenApiParts.headers;
import static io.hnvgateway.app.api.OpenApiParts.ids;
import static io.hnvgateway.app.api.OpenApiParts.object;
import static io.hnvgateway.app.api.OpenApiParts.ok;
import static io.hnvgateway.app.api.OpenApiParts.operation;
import static io.hnvgateway.app.api.OpenApiParts.query;
import static io.hnvgateway.app.api.OpenApiParts.refusal;
import static io.hnvgateway.app.api.OpenApiParts.response;
import static io.hnvgateway.app.api.OpenApiParts.schema;
import static io.hnvgateway.app.api.OpenApiParts.simple;
import static io.hnvgateway.app.api.OpenApiParts.text;
import static io.hnvgateway.app.api.OpenApiParts.typed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.product.ProductVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Makes the OpenAPI 3.1 document from the tree of collections and the readers' own schemas.
final class OpenApiDocument {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private final ObjectNode document = object();
    private final ObjectNode paths = object();
    private final JsonNode examples = examples();

    private OpenApiDocument() {}

    static ObjectNode document() {
        return new OpenApiDocument().build();
    }

    /// Bodies by the names of schemas.
    private static JsonNode examples() {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream("examples.json")) {
            return JsonMapper.builder().build().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the program's own file
        }
    }

    private ObjectNode build() {
        document.put("openapi", "3.1.0");
        document.put("jsonSchemaDialect", DIALECT);
        document.putObject("info")
                .put("title", "HNV gateway")
                .put("version", ProductVersion.own())
                .put(
                        "description",
                        "Northbound API of the Network Controller (MS-NCNBI), its gateway part,"
                                + " with own collections. Paths, keys and words are read without"
                                + " regard to case, numbers and truth values also as text; v1 to"
                                + " v7.1 are spoken alike.");
        document.putArray("servers").addObject().put("url", "/networking/v1");
        document.set("paths", paths);
        for (ResourceKind kind : ResourceKind.TOP) {
            collection(kind, "/" + kind.name(), kind.name(), List.of());
        }
        own();
        OpenApiVersions.addTo(paths);
        OpenApiDiagnostics.addTo(paths);
        document.set("components", OpenApiComponents.components());
        ArrayNode security = document.putArray("security");
        security.addObject().putArray("token");
        security.addObject().putArray("certificate");
        return document;
    }

    /// @param at path of the collection
    /// @param name of its schema
    /// @param ids parameters of the path so far
    private void collection(ResourceKind kind, String at, String name, List<String> ids) {
        String tag = at.substring(1).split("/", 2)[0];
        ObjectNode all = paths.putObject(at);
        ids(all, ids);
        ObjectNode list = operation(all, "get", "list." + name, tag, "All " + kind.name());
        common(list, "top", "skipToken");
        ok(list, "200", "a page", list(name));
        String id = kind.name() + "Id";
        List<String> more = new ArrayList<>(ids);
        more.add(id);
        ObjectNode one = paths.putObject(at + "/{" + id + "}");
        ids(one, more);
        one(kind, one, name, tag);
        for (ResourceKind child : kind.children()) {
            collection(
                    child, at + "/{" + id + "}/" + child.name(), name + "." + child.name(), more);
        }
    }

    private void one(ResourceKind kind, ObjectNode path, String name, String tag) {
        ObjectNode get = operation(path, "get", "get." + name, tag, "One of " + kind.name());
        common(get, "ifNoneMatch");
        headers(ok(get, "200", "the resource", schema(name)), "ETag", "x-ms-request-id");
        response(get, "304", "it has one of these etags");
        if (!kind.enforced()) {
            return;
        }
        ObjectNode put = operation(path, "put", "put." + name, tag, "Creates or replaces");
        write(put);
        JsonNode example = examples.path(name);
        ObjectNode media = body(put, schema(name));
        if (!example.isMissingNode()) {
            media.set("example", example);
        }
        for (String status : List.of("200", "201")) {
            String what = status.equals("200") ? "replaced" : "created";
            headers(
                    ok(put, status, what, schema(name)),
                    "ETag",
                    "x-ms-request-id",
                    "x-ms-operation",
                    Changes.VERSION,
                    "x-hnv-repeated");
        }
        ObjectNode delete = operation(path, "delete", "delete." + name, tag, "Removes");
        write(delete);
        headers(
                response(delete, "204", "it is not there, or no longer"),
                "x-ms-request-id",
                "x-ms-operation",
                Changes.VERSION,
                "x-hnv-repeated");
    }

    private static void write(ObjectNode operation) {
        common(operation, "ifMatch", "ifNoneMatch", "clientRequestId", "confirmWithin");
        changes(operation);
    }

    private static void changes(ObjectNode operation) {
        refusal(operation, "400", "what is wrong, all of it at once");
        refusal(operation, "403", "only administrators change resources");
        refusal(
                operation,
                "409",
                "still in use, held by a change that is to be confirmed, or more than the gateway"
                        + " has room for");
        refusal(operation, "412", "the etag is another");
        refusal(operation, "503", "the state cannot be stored now; nothing was changed");
    }

    private static ObjectNode list(String name) {
        ObjectNode list = typed("object");
        ObjectNode properties = list.putObject("properties");
        properties.putObject("value").put("type", "array").set("items", schema(name));
        text(properties, "nextLink", "of the next page; absent on the last");
        list.putArray("required").add("value");
        return list;
    }

    private void own() {
        ObjectNode discovery = paths.putObject("/discovery");
        discovery.putArray("servers").addObject().put("url", "/networking");
        simple(discovery, "get", "discovery", "service", "The version that is spoken");
        ObjectNode batch =
                simple(
                        paths.putObject("/batch"),
                        "post",
                        "batch",
                        "changes",
                        "Many PUTs and DELETEs as one change, all or nothing");
        common(batch, "clientRequestId", "confirmWithin");
        changes(batch);
        body(batch, batch());
        ObjectNode whole = paths.putObject("/desiredState");
        simple(whole, "get", "desiredState.get", "changes", "The whole document");
        ObjectNode put =
                simple(whole, "put", "desiredState.put", "changes", "Replaces the whole document");
        query(put, "dryRun", "true: only tells what would change", typed("boolean"));
        common(put, "clientRequestId", "confirmWithin");
        changes(put);
        body(put, state());
        for (String name : List.of("operations", "operationResults")) {
            ObjectNode path = paths.putObject("/" + name + "/{operationId}");
            ids(path, List.of("operationId"));
            simple(path, "get", name, "service", "A write that was answered");
        }
    }

    private static ObjectNode state() {
        ObjectNode state = typed("object");
        ObjectNode properties = state.putObject("properties");
        for (ResourceKind kind : ResourceKind.TOP) {
            if (kind.enforced()) {
                properties
                        .putObject(kind.name())
                        .put("type", "array")
                        .set("items", schema(kind.name()));
            }
        }
        return state;
    }

    private static ObjectNode batch() {
        ObjectNode batch = typed("object");
        batch.putArray("required").add("requests");
        ObjectNode requests = batch.putObject("properties").putObject("requests");
        requests.put("type", "array").put("maxItems", Batches.MAX_REQUESTS);
        ObjectNode item = requests.putObject("items").put("type", "object");
        ObjectNode properties = item.putObject("properties");
        OpenApiComponents.words(text(properties, "method", "in any case"), "PUT", "DELETE");
        text(properties, "resourceRef", "as /virtualNetworks/t1/lookupRecords/r1");
        properties
                .putObject("body")
                .put("type", "object")
                .put("description", "of a PUT, as it would be alone");
        text(properties, "ifMatch", "an etag, or *");
        text(properties, "ifNoneMatch", "an etag, or *");
        item.putArray("required").add("method").add("resourceRef");
        return batch;
    }
}
