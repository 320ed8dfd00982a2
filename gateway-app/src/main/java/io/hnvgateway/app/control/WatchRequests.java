package io.hnvgateway.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.events.EventLog;
import io.hnvgateway.app.events.EventReader;
import io.hnvgateway.app.events.EventTopic;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The `watch` request: a line that says what is watched, then a line an event, and one now and
/// then when nothing happens, so that both ends notice when the other is gone.
final class WatchRequests {
    /// In the result of the first line, and of no other answer.
    static final String WATCHED = "watching";

    /// Fewer than the places of the control socket: watchers must not keep the operator out.
    private static final int MOST = 8;

    private static final long HEARTBEAT_MILLIS = 3000;
    private static final ObjectMapper RECORDS = JsonMapper.builder().build();

    private final EventLog events;
    private final Semaphore places = new Semaphore(MOST);

    WatchRequests(EventLog events) {
        this.events = events;
    }

    /// What will be watched.
    ObjectNode accept(JsonNode request) throws ControlException {
        Set<EventTopic> topics = EnumSet.noneOf(EventTopic.class);
        for (JsonNode topic : request.path("topics")) {
            topics.add(topic(topic.asText()));
        }
        ObjectNode accepted = JsonNodeFactory.instance.objectNode();
        ObjectNode watched = accepted.putObject(WATCHED);
        (topics.isEmpty() ? EnumSet.allOf(EventTopic.class) : topics)
                .forEach(topic -> watched.withArray("topics").add(topic.label()));
        if (request.path("compartment").isTextual()) {
            watched.set("compartment", request.path("compartment"));
        }
        return accepted;
    }

    private static EventTopic topic(String text) throws ControlException {
        for (EventTopic topic : EventTopic.values()) {
            if (topic.label().equalsIgnoreCase(text)) {
                return topic;
            }
        }
        throw new ControlException(
                "topics: "
                        + text
                        + ": must be one of generations, compartments, neighbors, records, drops");
    }

    /// Writes until the client is gone.
    void stream(JsonNode watched, ControlClient.LineWriter out) throws IOException {
        if (!places.tryAcquire()) {
            out.write(event("refused").put("reason", MOST + " others watch already"));
            return;
        }
        Set<EventTopic> topics = EnumSet.noneOf(EventTopic.class);
        for (JsonNode label : watched.path("topics")) {
            for (EventTopic topic : EventTopic.values()) {
                if (topic.label().equals(label.asText())) {
                    topics.add(topic);
                }
            }
        }
        JsonNode compartment = watched.path("compartment");
        @Nullable String name = compartment.isTextual() ? compartment.asText() : null;
        try (EventReader reader = events.watch(topics, name)) {
            while (true) {
                write(reader.next(HEARTBEAT_MILLIS), out);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    private static void write(EventReader.Batch batch, ControlClient.LineWriter out)
            throws IOException {
        if (batch.lost() > 0) {
            out.write(event("lost").put("events", batch.lost()));
        }
        for (EventLog.Entry entry : batch.entries()) {
            ObjectNode line = event(entry.event().topic().label());
            line.put("time", entry.time().toString());
            line.setAll((ObjectNode) RECORDS.valueToTree(entry.event()));
            out.write(line);
        }
        if (batch.lost() == 0 && batch.entries().isEmpty()) {
            out.write(event("heartbeat"));
        }
    }

    private static ObjectNode event(String name) {
        return JsonNodeFactory.instance.objectNode().put("event", name);
    }
}
