package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/// How a resource is doing now, with those of its parts that do worse.
record ConfigurationState(Status status, List<Info> details) {
    static final ConfigurationState SUCCESS = new ConfigurationState(Status.SUCCESS, List.of());

    /// Of a resource with thousands of parts the first ones say enough.
    private static final int MAX_DETAILS = 20;

    /// From good to bad.
    enum Status {
        SUCCESS("Success"),
        WARNING("Warning"),
        FAILURE("Failure");

        private final String label;

        Status(String label) {
            this.label = label;
        }
    }

    /// @param source path of what is concerned
    record Info(String source, String code, String message) {}

    ConfigurationState {
        details = List.copyOf(details);
    }

    static ConfigurationState of(Status status, String source, String code, String message) {
        return new ConfigurationState(status, List.of(new Info(source, code, message)));
    }

    ConfigurationState and(ConfigurationState other) {
        if (other.details.isEmpty()) {
            return this;
        }
        return new ConfigurationState(
                status.compareTo(other.status) >= 0 ? status : other.status,
                Stream.concat(details.stream(), other.details.stream())
                        .limit(MAX_DETAILS)
                        .toList());
    }

    ObjectNode node(Instant now) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("status", status.label);
        ArrayNode list = node.putArray("detailedInfo");
        details.forEach(info ->
                list.addObject()
                        .put("source", info.source())
                        .put("code", info.code())
                        .put("message", info.message()));
        node.put("lastUpdatedTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
        return node;
    }
}
