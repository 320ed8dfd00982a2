package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import java.util.Set;
import java.util.TreeSet;

/// Reads what clients send.
final class Bodies {
    /// A batch of a hundred thousand changes stays below it.
    static final int MAX_BYTES = 64 << 20;

    private static final Set<String> ENVELOPE =
            names(
                    "resourceId",
                    "resourceRef",
                    "instanceId",
                    "etag",
                    "tags",
                    "resourceMetadata",
                    "properties");

    private Bodies() {}

    private static Set<String> names(String... names) {
        Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        all.addAll(Set.of(names));
        return all;
    }

    /// An object that has none but these properties, and each once.
    ///
    /// @param at what stands before the name of a property in an error; empty: the body itself
    static ObjectNode object(JsonNode body, String at, String... names) {
        if (!(body instanceof ObjectNode object)) {
            throw ApiError.badRequest("MalformedDocument", "must be an object", at);
        }
        Set<String> known = names(names);
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        object.fieldNames()
                .forEachRemaining(name -> {
                    String target = at.isEmpty() ? name : at + "." + name;
                    if (!known.contains(name)) {
                        throw ApiError.badRequest(
                                "UnknownProperty",
                                printable(name) + ": is not known here: there are " + known,
                                printable(target));
                    }
                    if (!seen.add(name)) {
                        throw ApiError.badRequest(
                                "DuplicateProperty",
                                name + ": stands twice; keys are compared without regard to case",
                                target);
                    }
                });
        return object;
    }

    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}|\\p{Cs}", "?");
    }

    static JsonNode json(ApiRequest request) {
        byte[] body = request.body();
        if (body.length > MAX_BYTES) {
            throw ApiError.of(
                    413,
                    "RequestTooLarge",
                    "the body has " + body.length + " bytes: at most " + MAX_BYTES + " are read");
        }
        try {
            return JsonText.parseBounded(body);
        } catch (FaultsException e) {
            Fault fault = e.faults().getFirst();
            throw ApiError.badRequest(fault.code().label(), fault.toString(), "");
        }
    }

    /// The body of a PUT of a resource.
    static ObjectNode resource(JsonNode body, ResourcePath path) {
        if (!(body instanceof ObjectNode envelope)) {
            throw ApiError.badRequest(
                    "MalformedDocument",
                    "the body must be an object, as in {\"properties\": {...}}",
                    "");
        }
        envelope.fieldNames()
                .forEachRemaining(name -> {
                    if (!ENVELOPE.contains(name)) {
                        throw ApiError.badRequest(
                                "UnknownProperty",
                                printable(name) + ": is not a known property beside properties",
                                printable(name));
                    }
                });
        JsonNode id = TreeEdit.field(envelope, "resourceId");
        if (id != null && !id.isNull() && !id.asText().equalsIgnoreCase(path.id())) {
            throw ApiError.badRequest(
                    "InvalidValue",
                    "resourceId must be that of the path: " + path.id(),
                    "resourceId");
        }
        return envelope;
    }
}
