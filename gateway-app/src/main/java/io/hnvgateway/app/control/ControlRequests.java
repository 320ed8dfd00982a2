package io.hnvgateway.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Outcome;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.diff.Change;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.JsonText;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request line → one answer. Never throws: whatever a client sends has an answer.
final class ControlRequests {
    private static final Logger LOG = LoggerFactory.getLogger(ControlRequests.class);
    private static final ObjectMapper RECORDS = JsonMapper.builder().build();

    private final DesiredStateApplier applier;
    private final ControlBackend backend;

    ControlRequests(DesiredStateApplier applier, ControlBackend backend) {
        this.applier = applier;
        this.backend = backend;
    }

    JsonNode answer(byte[] line) {
        try {
            return answer(JsonText.parse(line));
        } catch (FaultsException e) {
            return refused(e.faults().stream().map(Fault::toString).toList());
        } catch (ControlException e) {
            return refused(List.of(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("event=control-request-failed", e);
            return refused(List.of("gateway: " + e + "; the gateway's log has the stack"));
        }
    }

    private JsonNode answer(JsonNode request) throws ControlException {
        return switch (request.path("request").asText()) {
            case "apply" -> outcome(document(request), request.path("dryRun").asBoolean());
            case "diff" -> outcome(document(request), true);
            case "desired" -> accepted(DesiredStateWriter.write(applier.applied().state()));
            case "show" -> accepted(RECORDS.valueToTree(show(request)));
            case "explain" ->
                    accepted(RECORDS.valueToTree(backend.explain(ExplainRequest.parse(request))));
            case "status" -> accepted(RECORDS.valueToTree(backend.status()));
            default ->
                    throw new ControlException(
                            "request: must be one of apply, diff, desired, show, explain, status");
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

    private JsonNode outcome(JsonNode document, boolean dryRun) {
        Outcome outcome = applier.apply(document, dryRun);
        if (outcome.isRefused()) {
            return refused(outcome.faults().stream().map(Fault::toString).toList());
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("changed", outcome.changed());
        outcome.changes().stream().map(Change::toString).forEach(result.putArray("changes")::add);
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
