package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.access.Role;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Outcome;
import io.hnvgateway.app.desired.Pending;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.store.Version;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.FaultsException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `versions`: the changes that were made, and back to one of them. Of no tenant's: operators read,
/// administrators roll back and confirm.
///
/// ```
///   GET  versions?before=N&$top=M            the newest first
///   GET  versions/{n}
///   GET  versions/{n}/diff?from=M            what is different from M, or from the one before
///   POST versions/{n}/rollback               takes all changes behind n back, as one more change
///   POST versions/{n}/confirm
/// ```
final class VersionHistory {
    private static final int MOST = 100;
    private static final String NUMBER = "\\d{1,18}";

    private final DesiredStateApplier applier;
    private final Changes changes;

    VersionHistory(DesiredStateApplier applier, Changes changes) {
        this.applier = applier;
        this.changes = changes;
    }

    /// @param segments behind the version of the API
    ApiAnswer answer(ApiRequest request, List<String> segments) {
        if (request.caller().role() == Role.TENANT_READER) {
            throw ApiError.notFound("there is no such collection");
        }
        if (segments.size() == 1) {
            allow(request, "GET");
            return list(request);
        }
        long number = number(segments.get(1));
        String action = segments.size() == 2 ? "" : segments.get(2).toLowerCase(Locale.ROOT);
        return switch (segments.size() > 3 ? "?" : action) {
            case "" -> one(request, number);
            case "diff" -> diff(request, number);
            case "rollback" -> rollback(request, number);
            case "confirm" -> confirm(request, number);
            default ->
                    throw ApiError.notFound(
                            "a version has diff, rollback and confirm below itself only");
        };
    }

    private static void allow(ApiRequest request, String method) {
        if (!request.method().equals(method)) {
            throw ApiError.methodNotAllowed(
                    request.method(), method.equals("GET") ? "GET, HEAD" : method);
        }
    }

    private static long number(String text) {
        if (!text.matches(NUMBER)) {
            throw unknown(text);
        }
        return Long.parseLong(text);
    }

    private static ApiError unknown(Object version) {
        return ApiError.of(
                404,
                FaultCode.VERSION_NOT_FOUND.label(),
                "there is no version " + version + ", or the history has no room for it any more");
    }

    private static long query(ApiRequest request, String name, long ifAbsent) {
        String text = request.query().getOrDefault(name, "");
        if (text.isEmpty()) {
            return ifAbsent;
        }
        if (!text.matches(NUMBER)) {
            throw ApiError.badRequest("InvalidValue", name + " must be a number", name);
        }
        return Long.parseLong(text);
    }

    private ApiAnswer list(ApiRequest request) {
        long most = query(request, "$top", MOST);
        if (most < 1 || most > MOST) {
            throw ApiError.badRequest("InvalidValue", "$top must be 1.." + MOST, "$top");
        }
        List<Version> page = page(query(request, "before", Long.MAX_VALUE), (int) most);
        List<Pending> pending = applier.pending();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode value = body.putArray("value");
        page.forEach(version -> value.add(json(version, pending)));
        if (page.size() == most && page.getLast().number() > 1) {
            body.put(
                    "nextLink",
                    "/networking/v1/versions?before=%d&$top=%d"
                            .formatted(page.getLast().number(), most));
        }
        return Answers.json(200, body);
    }

    private List<Version> page(long before, int most) {
        try {
            return applier.history(before, most);
        } catch (IOException e) {
            throw ApiError.of(
                            503,
                            "StoreUnavailable",
                            "the history cannot be read: " + e.getMessage())
                    .with("retry-after", "5");
        }
    }

    private ApiAnswer one(ApiRequest request, long number) {
        allow(request, "GET");
        List<Version> found = number == Long.MAX_VALUE ? List.of() : page(number + 1, 1);
        if (found.isEmpty() || found.getFirst().number() != number) {
            throw unknown(number);
        }
        return Answers.json(200, json(found.getFirst(), applier.pending()));
    }

    private static ObjectNode json(Version version, List<Pending> pending) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("resourceRef", "/versions/" + version.number());
        json.put("resourceId", String.valueOf(version.number()));
        ObjectNode properties = json.putObject("properties");
        properties.put("time", version.time().toString()).put("who", version.who());
        properties.put("requestId", version.requestId());
        Pending waits = pending(version, pending);
        properties.put("state", waits == null ? "Accepted" : "ToBeConfirmed");
        if (waits != null) {
            properties.put("confirmBy", String.valueOf(version.confirmBy()));
            properties.put("problem", waits.problem());
            ArrayNode held = properties.putArray("held");
            waits.held().forEach(reference -> held.add(reference.path()));
        }
        version.changes().forEach(properties.putArray("changes")::add);
        return json;
    }

    private static @Nullable Pending pending(Version version, List<Pending> pending) {
        return pending.stream()
                .filter(one -> one.version().number() == version.number())
                .findFirst()
                .orElse(null);
    }

    private ApiAnswer diff(ApiRequest request, long number) {
        allow(request, "GET");
        long from = query(request, "from", Math.max(0, number - 1));
        try {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("from", from).put("to", number);
            ArrayNode list = body.putArray("changes");
            Version.lines(applier.diff(from, number)).forEach(list::add);
            return Answers.json(200, body);
        } catch (FaultsException e) {
            throw Refusals.of(e.faults(), null, false);
        }
    }

    private ApiAnswer rollback(ApiRequest request, long number) {
        allowChange(request);
        return changes.make(
                request,
                "/versions/" + number,
                origin -> {
                    Outcome outcome = applier.rollback(number, origin, PhaseTimes.start());
                    return told(outcome, outcome.version());
                });
    }

    private ApiAnswer confirm(ApiRequest request, long number) {
        allowChange(request);
        return changes.make(
                request,
                "/versions/" + number,
                origin -> told(applier.confirm(number, origin.who()), number));
    }

    private static void allowChange(ApiRequest request) {
        allow(request, "POST");
        if (!request.caller().mayChange()) {
            throw ApiError.forbidden("only administrators may roll back and confirm");
        }
    }

    /// @param version that was made or confirmed; 0: neither
    private static ApiAnswer told(Outcome outcome, long version) {
        List<Fault> faults = outcome.faults();
        if (!faults.isEmpty()) {
            throw Refusals.of(faults, null, false);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("status", "Succeeded").put("changed", outcome.changed());
        body.put("version", version);
        ArrayNode list = body.putArray("changes");
        Version.lines(outcome.changes()).forEach(list::add);
        return Answers.json(200, body);
    }
}
