package io.hnvgateway.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Outcome;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.Proposal;
import io.hnvgateway.app.events.EventLog;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.diff.Change;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.value.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request line → one answer. Never throws: whatever a client sends has an answer.
final class ControlRequests {
    private static final Logger LOG = LoggerFactory.getLogger(ControlRequests.class);
    private static final ObjectMapper RECORDS = JsonMapper.builder().build();

    private static final DesiredStateDocument EMPTY = DesiredStateDocument.of(DesiredState.EMPTY);

    /// Made beforehand: it is needed where there is no room for another one.
    private static final String OUT_OF_MEMORY =
            "gateway: the request needs more memory than the heap has: %d MiB; give the gateway a larger heap (-Xmx), or make the change in parts"
                    .formatted(Runtime.getRuntime().maxMemory() >> 20);

    private final DesiredStateApplier applier;
    private final ControlBackend backend;
    private final WatchRequests watches;
    private final VersionRequests versions;
    private final FurtherRequests further = new FurtherRequests();
    private final ChangeRecord record;

    ControlRequests(DesiredStateApplier applier, ControlBackend backend, EventLog events) {
        this(applier, backend, events, ChangeRecord.NONE);
    }

    ControlRequests(
            DesiredStateApplier applier,
            ControlBackend backend,
            EventLog events,
            ChangeRecord record) {
        this.record = record;
        this.applier = applier;
        this.backend = backend;
        this.versions = new VersionRequests(applier);
        this.watches = new WatchRequests(events);
    }

    /// The answer to `watch` goes on until the client leaves.
    void answer(InputStream line, ControlClient.LineWriter out) throws IOException {
        Answer answer = answer(line);
        out.write(answer.line);
        if (answer.watched != null) {
            watches.stream(answer.watched, out);
        }
    }

    /// An answer.
    ///
    /// @param watched what its next lines are to tell of; null: it has no more
    private record Answer(LineOutput.Line line, @Nullable JsonNode watched) {
        static Answer of(JsonNode line) {
            return new Answer(
                    out -> out.writeTree(line), line.path("result").get(WatchRequests.WATCHED));
        }
    }

    private Answer answer(InputStream line) throws IOException {
        PhaseTimes times = PhaseTimes.start();
        try {
            ControlRequest request = ControlRequest.read(line);
            times.end("parse");
            return request.name().equals("desired")
                    ? desired()
                    : Answer.of(record.record(request.name(), () -> answer(request, times)));
        } catch (FaultsException e) {
            return refusal(e.faults().stream().map(Fault::toString).toList());
        } catch (ControlException e) {
            return refusal(List.of(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("event=control-request-failed", e);
            return refusal(List.of("gateway: " + e + "; the gateway's log has the stack"));
        } catch (OutOfMemoryError e) {
            LOG.error("event=control-request-out-of-memory", e);
            return refusal(List.of(OUT_OF_MEMORY));
        }
    }

    private static Answer refusal(List<String> faults) {
        return Answer.of(refused(faults));
    }

    private Answer desired() {
        DesiredState state = applier.applied().state();
        return new Answer(
                out -> {
                    out.writeStartObject();
                    out.writeBooleanField("ok", true);
                    out.writeFieldName("result");
                    DesiredStateWriter.write(state, out);
                    out.writeEndObject();
                },
                null);
    }

    private JsonNode answer(ControlRequest request, PhaseTimes times) throws ControlException {
        JsonNode properties = request.properties();
        return switch (request.name()) {
            case "apply" -> apply(request, properties.path("dryRun").asBoolean(), times);
            case "diff" -> apply(request, true, times);
            case "put" -> edit(document(request), properties, times);
            case "delete" -> edit(EMPTY, properties, times);
            case "show" -> accepted(RECORDS.valueToTree(show(properties)));
            case "explain" ->
                    accepted(
                            RECORDS.valueToTree(backend.explain(ExplainRequest.parse(properties))));
            case "watch" -> accepted(watches.accept(properties));
            case "status" -> accepted(RECORDS.valueToTree(backend.status()));
            case "versions" -> accepted(versions.versions(properties));
            case "versionDiff" -> accepted(versions.diff(properties));
            case "rollback" -> outcome(versions.rollback(properties, times), times);
            case "confirm" -> outcome(versions.confirm(properties), times);
            case "drain" -> drain(!properties.path("end").asBoolean());
            default -> further(request.name(), properties);
        };
    }

    private JsonNode further(String name, JsonNode properties) throws ControlException {
        FurtherRequests.Answerer answerer = further.of(name);
        if (answerer == null) {
            throw new ControlException(
                    "request: must be one of apply, diff, put, delete, desired, show, explain,"
                            + " status, drain, watch, versions, versionDiff, rollback, confirm, backup, restore, and access where there is a ManagementEndpoint");
        }
        return accepted(answerer.answer(properties));
    }

    FurtherRequests further() {
        return further;
    }

    private JsonNode drain(boolean drained) throws ControlException {
        boolean changed = backend.drain(drained);
        return accepted(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("drained", drained)
                        .put("changed", changed));
    }

    private List<? extends Record> show(JsonNode request) throws ControlException {
        JsonNode tenant = request.path("tenant");
        return backend.show(
                Topic.parse(request.path("topic").asText()),
                tenant.isTextual() ? tenant.asText() : null);
    }

    private static DesiredStateDocument document(ControlRequest request) throws ControlException {
        DesiredStateDocument document = request.document();
        if (document == null) {
            throw new ControlException("document: is missing: the desired state as an object");
        }
        return document;
    }

    private JsonNode apply(ControlRequest request, boolean dryRun, PhaseTimes times)
            throws ControlException {
        return outcome(
                applier.apply(
                        document(request),
                        dryRun,
                        VersionRequests.origin(request.properties()),
                        times),
                times);
    }

    private JsonNode edit(DesiredStateDocument put, JsonNode request, PhaseTimes times)
            throws ControlException {
        List<ResourceReference> deleted = deleted(request);
        if (put.equals(EMPTY) && deleted.isEmpty()) {
            throw new ControlException("delete: is missing: references as a list");
        }
        Proposal.Change change = new Proposal.Change(put, deleted);
        return outcome(applier.edit(_ -> change, VersionRequests.origin(request), times), times);
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
        ObjectNode result =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("changed", outcome.changed())
                        .put("version", outcome.version());
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
