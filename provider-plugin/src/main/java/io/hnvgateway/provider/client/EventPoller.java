package io.hnvgateway.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.spi.EventListener;
import io.hnvgateway.provider.spi.GatewayException;
import io.hnvgateway.provider.spi.Occurrence;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/// Asks for events again and again, each time for those behind the last ones. Owner: its thread.
final class EventPoller {
    private static final String EVENTS = RestRequest.ROOT + "/diagnostics/events";
    private static final int WAIT_SECONDS = 20;
    private static final Duration LIMIT = Duration.ofSeconds(WAIT_SECONDS + 15);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final RestConnection connection;
    private final EventListener listener;
    private volatile boolean stopped;

    /// Number behind which events are asked for; -1: where the gateway stands now is not known yet.
    private long position = -1;

    private boolean connected = true;
    private Duration pause = FIRST_PAUSE;

    EventPoller(RestConnection connection, EventListener listener) {
        this.connection = connection;
        this.listener = listener;
    }

    /// Returns when it is stopped.
    void run() {
        while (!stopped && !Thread.currentThread().isInterrupted()) {
            try {
                take(connection.send(RestRequest.get(target(), LIMIT)).body());
            } catch (GatewayException.Cancelled e) {
                return;
            } catch (GatewayException e) {
                missed(e);
            }
        }
    }

    void stop() {
        stopped = true;
    }

    /// The first question only finds out where the gateway stands, and that without waiting.
    private String target() {
        return position < 0
                ? EVENTS + "?waitSeconds=0"
                : EVENTS + "?after=" + position + "&waitSeconds=" + WAIT_SECONDS;
    }

    private void take(JsonNode answer) {
        if (!answer.path("next").isIntegralNumber() || !answer.path("value").isArray()) {
            throw new GatewayException.Unintelligible("GET " + EVENTS + ": no list of events");
        }
        if (!connected) {
            connected = true;
            tell(new Occurrence.Reconnected());
        }
        pause = FIRST_PAUSE;
        long next = answer.path("next").asLong();
        if (position >= 0) {
            tellAll(answer, next);
        }
        position = next;
    }

    private void tellAll(JsonNode answer, long next) {
        long lost = answer.path("lost").asLong(0);
        if (next < position) {
            tell(new Occurrence.Lost(-1, "the gateway started again"));
        } else if (lost > 0) {
            tell(new Occurrence.Lost(lost, "the gateway keeps only the last ones"));
        }
        for (JsonNode event : answer.path("value")) {
            tell(event(event));
        }
    }

    private static Occurrence event(JsonNode event) {
        return new Occurrence.Event(
                event.path("number").asLong(),
                time(event.path("time").asText("")),
                event.path("topic").asText(""),
                event);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.EPOCH; // the event is worth more than its time
        }
    }

    private void tell(Occurrence occurrence) {
        if (!stopped) {
            listener.take(occurrence);
        }
    }

    private void missed(GatewayException e) {
        if (connected) {
            connected = false;
            tell(new Occurrence.Disconnected(String.valueOf(e.getMessage())));
        }
        try {
            Thread.sleep(pause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }
}
