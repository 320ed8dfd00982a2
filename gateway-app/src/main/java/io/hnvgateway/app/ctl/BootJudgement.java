package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hnvgateway.app.control.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether traffic really forwards through the gateway of this boot, as it is at one moment: it
/// answers, its own checks pass (workers make turns, ports are up, daemons answer), routers and
/// hosts of the underlay answer real packets, and if tenants had traffic before the update, they
/// have some now, unless it is drained.
///
/// @param socket the gateway's control socket
/// @param needsFrames whether frames were forwarded before the update
record BootJudgement(Path socket, boolean needsFrames) {
    /// What another version cannot be blamed for.
    private static final Set<String> OF_THE_SITE = Set.of("clock", "disk");

    /// Of these one target that answers is enough: a host may be down for its own reasons.
    private static final Set<String> ONE_IS_ENOUGH =
            Set.of("front-end-next-hop", "provider-address-reachable", "nvgre-round-trip");

    /// Of these all have to pass.
    private static final Set<String> EACH_COUNTS =
            Set.of("interface", "provider-address-present", "ike-daemon", "bgp-speaker");

    /// Why not; empty: traffic forwards.
    List<String> faults() throws IOException {
        try {
            List<String> faults = new ArrayList<>();
            unhealthy(faults);
            if (faults.isEmpty()) {
                unreachable(faults);
            }
            if (faults.isEmpty()
                    && needsFrames
                    && BeforeUpdate.forwarded(socket) == 0
                    && !isDrained()) {
                faults.add("no frame was forwarded yet, but before the update there were some");
            }
            return faults;
        } catch (UnreachableException | RefusedException e) {
            return List.of("gateway: " + e.getMessage());
        }
    }

    /// Then others carry its tenants.
    private boolean isDrained() throws IOException, UnreachableException, RefusedException {
        try (Connection connection = Connection.open(socket)) {
            return connection
                    .request(JsonNodeFactory.instance.objectNode().put("request", "status"))
                    .path("drained")
                    .asBoolean();
        }
    }

    private void unhealthy(List<String> faults)
            throws IOException, UnreachableException, RefusedException {
        try (Connection connection = Connection.open(socket)) {
            for (JsonNode check : connection.show(Topic.HEALTH)) {
                String reason = check.path("reason").asText();
                if (!reason.isEmpty() && !OF_THE_SITE.contains(check.path("check").asText())) {
                    faults.add(check.path("check").asText() + ": " + reason);
                }
            }
        }
    }

    private void unreachable(List<String> faults)
            throws IOException, UnreachableException, RefusedException {
        Map<String, String> silent = new LinkedHashMap<>();
        List<String> answering = new ArrayList<>();
        for (JsonNode probe : probes()) {
            String name = probe.path("name").asText();
            boolean failed = probe.path("status").asText().equals("FAILED");
            String text =
                    "%s %s: %s"
                            .formatted(
                                    name,
                                    probe.path("target").asText(),
                                    probe.path("detail").asText());
            if (failed && EACH_COUNTS.contains(name)) {
                faults.add(text);
            } else if (failed && ONE_IS_ENOUGH.contains(name)) {
                silent.put(name, text);
            } else if (probe.path("status").asText().equals("PASSED")) {
                answering.add(name);
            }
        }
        silent.keySet().removeAll(answering);
        faults.addAll(silent.values());
    }

    private JsonNode probes() throws IOException, UnreachableException, RefusedException {
        try (Connection connection = Connection.open(socket)) {
            return connection.request(JsonNodeFactory.instance.objectNode().put("request", "test"));
        }
    }
}
