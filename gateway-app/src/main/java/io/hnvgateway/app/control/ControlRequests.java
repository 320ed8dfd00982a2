package io.hnvgateway.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Outcome;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.events.EventLog;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.diff.Change;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.value.InvalidValueException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request line → one answer. Never throws: whatever a client sends has an answer.
final class ControlRequests {
    private static final Logger LOG = LoggerFactory.getLogger(ControlRequests.class);
    private static final ObjectMapper RECORDS = JsonMapper.builder().build();

    private final DesiredStateApplier applier;
    private final ControlBackend backend;
    private final WatchRequests watches;

    ControlRequests(DesiredStateApplier applier, ControlBackend backend, EventLog events) {
        this.applier = applier;
        this.backend = backend;
        this.watches = new WatchRequests(events);
    }

    /// As [#answer(byte[])]; the answer to `watch` goes on until the client leaves.
    void answer(byte[] line, ControlClient.LineWriter out) throws IOException {
        JsonNode answer = answer(line);
        JsonNode watched = answer.path("result").path(WatchRequests.WATCHED);
        out.write(answer);
        if (!watched.isMissingNode()) {
            watches.stream(watched, out);
        }
    }

    JsonNode answer(byte[] line) {
        PhaseTimes times = PhaseTimes.start();
        try {
            JsonNode request = JsonText.parse(line);
            times.end("json");
            return answer(request, times);
        } catch (FaultsException e) {
            return refused(e.faults().stream().map(Fault::toString).toList());
        } catch (ControlException e) {
            return refused(List.of(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("event=control-request-failed", e);
            return refused(List.of("gateway: " + e + "; the gateway's log has the stack"));
        }
    }

    private JsonNode answer(JsonNode request, PhaseTimes times) throws ControlException {
        return switch (request.path("request").asText()) {
            case "apply" -> apply(request, request.path("dryRun").asBoolean(), times);
            case "diff" -> apply(request, true, times);
            case "put" -> edit(document(request), deleted(request), times);
            case "delete" -> edit(JsonNodeFactory.instance.objectNode(), deleted(request), times);
            case "desired" -> accepted(DesiredStateWriter.write(applier.applied().state()));
            case "show" -> accepted(RECORDS.valueToTree(show(request)));
            case "explain" ->
                    accepted(RECORDS.valueToTree(backend.explain(ExplainRequest.parse(request))));
            case "watch" -> accepted(watches.accept(request));
            case "status" -> accepted(RECORDS.valueToTree(backend.status()));
            default ->
                    throw new ControlException(
                            "request: must be one of apply, diff, put, delete, desired, show, explain,"
                                    + " status, watch");
        };
    }

    private List<? extends Record> show(JsonNode request) throws ControlException {
        JsonNode tenant = request.path("tenant");
        return backend.show(
                Topic.parse(request.path("topic").asText()),
                tenant.isTextual() ? tenant.asText() : null);
    }

    private static JsonNode document(JsonNode request) throws ControlException {
        JsonNode document = request.path("document");
        if (!document.isObject()) {
            throw new ControlException("document: is missing: the desired state as an object");
        }
        return document;
    }

    private JsonNode apply(JsonNode request, boolean dryRun, PhaseTimes times)
            throws ControlException {
        return outcome(applier.apply(document(request), dryRun, times), times);
    }

    private JsonNode edit(JsonNode put, List<ResourceReference> deleted, PhaseTimes times)
            throws ControlException {
        if (put.isEmpty() && deleted.isEmpty()) {
            throw new ControlException("delete: is missing: references as a list");
        }
        return outcome(applier.edit(put, deleted, times), times);
    }

    private static List<ResourceReference> deleted(JsonNode request) throws ControlException {
        List<ResourceReference> references = new ArrayList<>();
        for (JsonNode reference : request.path("delete")) {
            try {
                references.add(ResourceReference.parse(reference.asText()));
            } catch (InvalidValueException e) {
                throw new ControlException("delete: " + reference.asText() + ": " + e.getMessage());
            }
        }
        return references;
    }

    private static JsonNode outcome(Outcome outcome, PhaseTimes times) {
        if (outcome.isRefused()) {
            return refused(outcome.faults().stream().map(Fault::toString).toList());
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("changed", outcome.changed());
        outcome.changes().stream().map(Change::toString).forEach(result.putArray("changes")::add);
        times.micros().forEach(result.putObject("micros")::put);
        return accepted(result);
    }

    private static ObjectNode accepted(JsonNode result) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("ok", true);
        answer.set("result", result);
        return answer;
    }

    static ObjectNode refused(List<String> faults) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("ok", false);
        faults.forEach(answer.putArray("faults")::add);
        return answer;
    }
}
