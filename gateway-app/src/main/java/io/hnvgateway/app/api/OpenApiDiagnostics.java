package io.hnvgateway.app.api;

import static io.hnvgateway.app.api.OpenApiParts.body;
import static io.hnvgateway.app.api.OpenApiParts.operation;
import static io.hnvgateway.app.api.OpenApiParts.parameter;
import static io.hnvgateway.app.api.OpenApiParts.query;
import static io.hnvgateway.app.api.OpenApiParts.range;
import static io.hnvgateway.app.api.OpenApiParts.refusal;
import static io.hnvgateway.app.api.OpenApiParts.response;
import static io.hnvgateway.app.api.OpenApiParts.simple;
import static io.hnvgateway.app.api.OpenApiParts.text;
import static io.hnvgateway.app.api.OpenApiParts.typed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.control.Topic;
import java.util.Arrays;
import java.util.List;

/// `diagnostics` in the OpenAPI document.
final class OpenApiDiagnostics {
    private static final String TAG = "diagnostics";

    private final ObjectNode paths;

    private OpenApiDiagnostics(ObjectNode paths) {
        this.paths = paths;
    }

    static void addTo(ObjectNode paths) {
        OpenApiDiagnostics diagnostics = new OpenApiDiagnostics(paths);
        diagnostics.show();
        diagnostics.explain();
        diagnostics.events();
        diagnostics.probes();
        diagnostics.capture();
        diagnostics.drain();
    }

    private ObjectNode path(String name) {
        return paths.putObject("/diagnostics/" + name);
    }

    private void show() {
        ObjectNode show = path("show/{topic}");
        ObjectNode topics = typed("string");
        OpenApiComponents.words(
                topics,
                Arrays.stream(Topic.values())
                        .map(topic -> topic.label().replace(' ', '-'))
                        .toArray(String[]::new));
        parameter(show.putArray("parameters").addObject(), "topic", "path", "what is shown", topics)
                .put("required", true);
        rows(simple(show, "get", "show", TAG, "Rows of one topic"));
        rows(simple(path("dropReasons"), "get", "dropReasons", TAG, "Dropped frames by reason"));
        simple(path("status"), "get", "status", TAG, "The gateway in a few lines");
    }

    private static void rows(ObjectNode operation) {
        query(operation, "tenant", "name or routing domain", typed("string"));
        query(operation, "$top", "rows", range(1, Diagnostics.MAX_ROWS));
    }

    private void explain() {
        ObjectNode path = path("explain");
        ObjectNode explain =
                simple(
                        path,
                        "get",
                        "explain",
                        TAG,
                        "Each decision that would be made for a packet");
        ObjectNode question = typed("object");
        ObjectNode properties = question.putObject("properties");
        for (String name : List.of("tenant", "source", "destination", "protocol")) {
            query(explain, name, name, typed("string"));
            text(properties, name, name);
        }
        for (String name : List.of("sourcePort", "destinationPort")) {
            query(explain, name, name, range(0, 65_535));
            properties.set(name, range(0, 65_535));
        }
        question.putArray("required").add("tenant").add("source").add("destination");
        body(simple(path, "post", "explain.post", TAG, "The same by a body"), question);
    }

    private void events() {
        ObjectNode events =
                simple(
                        path("events"),
                        "get",
                        "events",
                        TAG,
                        "What happened after an event, or happens in the next seconds");
        query(
                events,
                "after",
                "number of the last event that is known; without: from now on",
                typed("integer").put("minimum", 0));
        query(
                events,
                "waitSeconds",
                "for the first one, in seconds",
                range(0, Diagnostics.MAX_WAIT_SECONDS));
    }

    private void probes() {
        ObjectNode hosts = typed("object");
        hosts.putObject("properties")
                .putObject("hosts")
                .put("type", "array")
                .put("maxItems", Diagnostics.MAX_HOSTS)
                .set("items", typed("string"));
        body(
                simple(
                        path("probes"),
                        "post",
                        "probes",
                        TAG,
                        "Sends real packets to the gateway's surroundings"),
                hosts);
    }

    private void capture() {
        ObjectNode capture =
                operation(
                        path("capture"),
                        "post",
                        "capture",
                        TAG,
                        "What the VMs of a tenant send and get, as pcapng");
        ObjectNode wish = typed("object");
        ObjectNode properties = wish.putObject("properties");
        text(properties, "tenant", "name or routing domain");
        properties.set("seconds", range(1, CaptureRequests.MOST_SECONDS));
        properties.set(
                "bytes",
                range(CaptureRequests.LEAST_BYTES, CaptureRequests.MOST_BYTES)
                        .put("default", CaptureRequests.MOST_BYTES)
                        .put("description", "of the file: the capture ends when it is full"));
        wish.putArray("required").add("tenant").add("seconds");
        body(capture, wish);
        response(capture, "200", "the file")
                .putObject("content")
                .putObject(CaptureRequests.PCAPNG)
                .putObject("schema");
        refusal(capture, "409", "it is captured already, or too many others are");
    }

    private void drain() {
        ObjectNode drain = path("drain");
        simple(drain, "get", "drain.get", TAG, "Whether the gateway is drained");
        simple(drain, "post", "drain.begin", TAG, "Takes its routes back");
        simple(drain, "delete", "drain.end", TAG, "Tells its routes again");
    }
}
