package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.desired.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `POST batch`: many PUTs and DELETEs in their order as one change, all or nothing.
final class Batches {
    static final int MAX_REQUESTS = 100_000;

    /// Nobody reads more.
    private static final int MAX_FAULTS = 1000;

    private final Changes changes;

    Batches(Changes changes) {
        this.changes = changes;
    }

    /// @param envelope null: deleted
    private record Part(
            ResourcePath path, @Nullable ObjectNode envelope, Preconditions conditions) {}

    ApiAnswer answer(ApiRequest request) {
        if (!request.caller().mayChange()) {
            throw ApiError.forbidden("only administrators may change resources");
        }
        if (!request.method().equals("POST")) {
            throw ApiError.methodNotAllowed(request.method(), "POST");
        }
        List<Part> parts = parts(Bodies.json(request));
        return changes.make(
                request,
                "/batch",
                origin -> {
                    int[] counts = new int[3];
                    Outcome outcome =
                            changes.edit(
                                    origin,
                                    edits -> apply(edits, parts, counts),
                                    faults -> Refusals.of(faults, targets(parts)));
                    return Answers.json(
                            200,
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("status", "Succeeded")
                                    .put("requests", parts.size())
                                    .put("created", counts[0])
                                    .put("replaced", counts[1])
                                    .put("deleted", counts[2])
                                    .put("changed", outcome.changed()));
                });
    }

    private static BatchTargets targets(List<Part> parts) {
        return new BatchTargets(parts.stream().map(Part::path).toList());
    }

    private static List<Part> parts(JsonNode body) {
        JsonNode list = TreeEdit.field(Bodies.object(body, "", "requests"), "requests");
        if (list == null || !list.isArray()) {
            throw ApiError.badRequest(
                    "MalformedDocument",
                    "requests is missing, as in {\"requests\":[{\"method\":\"PUT\",\"resourceRef\":"
                            + "\"/virtualNetworks/t1\",\"body\":{...}}]}",
                    "requests");
        }
        if (list.size() > MAX_REQUESTS) {
            throw ApiError.of(
                    413,
                    "RequestTooLarge",
                    list.size() + " requests: at most " + MAX_REQUESTS + " are one batch");
        }
        List<Part> parts = new ArrayList<>(list.size());
        List<ApiError.Detail> faults = new ArrayList<>();
        for (int i = 0; i < list.size() && faults.size() < MAX_FAULTS; i++) {
            try {
                parts.add(part(list.get(i)));
            } catch (ApiError e) {
                faults.add(e.detail("requests[" + i + "]"));
            }
        }
        if (!faults.isEmpty()) {
            throw ApiError.of(400, faults.getFirst(), faults);
        }
        return parts;
    }

    private static Part part(JsonNode request) {
        Bodies.object(request, "", "method", "resourceRef", "body", "ifMatch", "ifNoneMatch");
        String method = text(request, "method").toUpperCase(Locale.ROOT);
        ResourcePath path = ResourcePath.parse(text(request, "resourceRef"));
        if (path.isCollection()) {
            throw ApiError.badRequest(
                    "InvalidValue", path.reference() + " is a whole collection", "resourceRef");
        }
        if (!path.isEnforced()) {
            throw ApiError.badRequest(
                    "NotSupported",
                    path.reference() + ": packet filters are not enforced by this version",
                    "resourceRef");
        }
        return switch (method) {
            case "PUT" -> {
                JsonNode body = TreeEdit.field(request, "body");
                yield new Part(
                        path,
                        Bodies.resource(
                                body == null ? JsonNodeFactory.instance.nullNode() : body, path),
                        Preconditions.of(request));
            }
            case "DELETE" -> new Part(path, null, Preconditions.of(request));
            default ->
                    throw ApiError.badRequest(
                            "InvalidValue", "method must be PUT or DELETE", "method");
        };
    }

    private static String text(JsonNode request, String name) {
        JsonNode value = TreeEdit.field(request, name);
        return value == null ? "" : value.asText();
    }

    private static void apply(Edits edits, List<Part> parts, int[] counts) {
        List<ApiError.Detail> faults = new ArrayList<>();
        for (int i = 0; i < parts.size() && faults.size() < MAX_FAULTS; i++) {
            Part part = parts.get(i);
            try {
                edits.check(part.path, part.conditions);
                if (part.envelope != null) {
                    counts[edits.put(part.path, part.envelope) ? 1 : 0]++;
                } else {
                    counts[2] += edits.delete(part.path) ? 1 : 0;
                }
            } catch (ApiError e) {
                if (e.status() == 412) {
                    throw e;
                }
                faults.add(e.detail("requests[" + i + "]"));
            }
        }
        if (!faults.isEmpty()) {
            throw ApiError.of(400, faults.getFirst(), faults);
        }
    }
}
