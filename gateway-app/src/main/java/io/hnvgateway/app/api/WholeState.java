package io.hnvgateway.app.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.access.Role;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Outcome;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.diff.Change;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/// `desiredState`: the whole document, for administrators. With `?dryRun=true` a PUT only tells
/// what it would change.
final class WholeState {
    private static final int MAX_CHANGES = 1000;

    private final DesiredStateApplier applier;
    private final Changes changes;

    WholeState(DesiredStateApplier applier, Changes changes) {
        this.applier = applier;
        this.changes = changes;
    }

    ApiAnswer answer(ApiRequest request) {
        if (request.caller().role() != Role.ADMINISTRATOR) {
            throw ApiError.forbidden("only administrators may read and change the whole state");
        }
        return switch (request.method()) {
            case "GET" -> get();
            case "PUT" -> put(request);
            default -> throw ApiError.methodNotAllowed(request.method(), "GET, HEAD, PUT");
        };
    }

    private ApiAnswer get() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JsonText.compact(bytes)) {
            DesiredStateWriter.write(applier.applied().state(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory can be written
        }
        return Answers.of(200, Answers.JSON, bytes.toByteArray(), Map.of());
    }

    private ApiAnswer put(ApiRequest request) {
        DesiredStateDocument document = read(request);
        boolean dryRun = "true".equalsIgnoreCase(request.query().get("dryRun"));
        return changes.make(
                request,
                "/desiredState",
                origin -> {
                    Outcome outcome = applier.apply(document, dryRun, origin, PhaseTimes.start());
                    if (outcome.isRefused()) {
                        throw Refusals.of(outcome.faults(), null, false);
                    }
                    ObjectNode body = JsonNodeFactory.instance.objectNode();
                    body.put("status", "Succeeded").put("changed", outcome.changed());
                    body.put("changeCount", outcome.changes().size());
                    ArrayNode list = body.putArray("changes");
                    outcome.changes().stream()
                            .limit(MAX_CHANGES)
                            .map(Change::toString)
                            .forEach(list::add);
                    return Answers.json(200, body);
                });
    }

    private static DesiredStateDocument read(ApiRequest request) {
        try {
            return DesiredStateReader.read(request.body());
        } catch (FaultsException e) {
            Fault fault = e.faults().getFirst();
            throw ApiError.badRequest(fault.code().label(), fault.toString(), "");
        }
    }
}
