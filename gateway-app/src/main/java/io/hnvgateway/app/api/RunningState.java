package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.api.ConfigurationState.Status;
import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.control.ControlException;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.app.control.Topic;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.value.InvalidValueException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The live state of connections and BGP peers, as the gateway's views show it. One thread.
final class RunningState implements LiveState {
    private final ControlBackend backend;
    private final boolean ofMany;

    /// Path of the gateway's own resource; empty: there is none.
    private final String gateway;

    /// Rows by topic and tenant; of the tenant "" those of all.
    private final Map<String, Map<String, Record>> read = new HashMap<>();

    /// @param ofMany many tenants will be described: all are read at once
    RunningState(ControlBackend backend, DesiredState state, boolean ofMany) {
        this.backend = backend;
        this.ofMany = ofMany;
        this.gateway =
                state.gateways().stream().findFirst().map(own -> own.reference().path()).orElse("");
    }

    @Override
    public ConfigurationState describe(JsonNode top, ResourcePath path, ObjectNode properties) {
        return switch (path.kind().name()) {
            case "networkConnections" -> connection(top, path, properties);
            case "bgpPeers" -> peer(top, path, properties);
            default -> ConfigurationState.SUCCESS;
        };
    }

    private ConfigurationState connection(JsonNode top, ResourcePath path, ObjectNode properties) {
        Record row = row(Topic.TUNNELS, tenant(top), path.id());
        if (!gateway.isEmpty()) {
            properties.putObject("gateway").put("resourceRef", gateway);
        }
        ConfigurationState weak =
                properties.at("/ipSecConfiguration/allowWeakCryptography").asBoolean()
                        ? ConfigurationState.of(
                                Status.WARNING,
                                path.reference(),
                                "WeakCryptographyAllowed",
                                "allowWeakCryptography is set: the peer may be spoken to with"
                                        + " algorithms that are broken")
                        : ConfigurationState.SUCCESS;
        if (!(row instanceof Rows.Tunnel tunnel)) {
            properties.put("connectionState", "Disconnected");
            return weak;
        }
        properties.put("connectionState", connectionState(tunnel.state()));
        properties.put("connectionUpTime", tunnel.uptimeSeconds());
        properties.put("connectionErrorReason", tunnel.failure());
        properties.put("unreachabilityReason", unreachability(tunnel));
        ObjectNode statistics = properties.putObject("statistics");
        statistics.put("outboundBytes", tunnel.bytesOut());
        statistics.put("inboundBytes", tunnel.bytesIn());
        statistics.put("outboundPackets", tunnel.packetsOut());
        statistics.put("inboundPackets", tunnel.packetsIn());
        statistics.put("txTotalPacketsDropped", tunnel.dropsOut());
        statistics.put("rxTotalPacketsDropped", tunnel.dropsIn());
        statistics.put("txRateKbps", tunnel.bitsPerSecondOut() / 1000);
        statistics.put("rxRateKbps", tunnel.bitsPerSecondIn() / 1000);
        return state(path, tunnel).and(weak);
    }

    private static String connectionState(String state) {
        return switch (state) {
            case "up" -> "Connected";
            case "connecting", "rekeying" -> "Connecting";
            default -> "Disconnected";
        };
    }

    /// Why packets do not pass; empty while they do.
    private static String unreachability(Rows.Tunnel tunnel) {
        return switch (tunnel.state()) {
            case "up" -> "";
            case "disabled" -> "the connection is disabled";
            case "waiting" -> "it is set up with the first packet, or by the peer";
            default -> tunnel.failure().isEmpty() ? tunnel.state() : tunnel.failure();
        };
    }

    private static ConfigurationState state(ResourcePath path, Rows.Tunnel tunnel) {
        String why = unreachability(tunnel);
        return switch (tunnel.state()) {
            case "up", "disabled", "waiting", "connecting", "rekeying" ->
                    tunnel.failure().isEmpty()
                            ? ConfigurationState.SUCCESS
                            : problem(Status.WARNING, path, "LastAttemptFailed", tunnel.failure());
            case "refused" -> problem(Status.FAILURE, path, "ConnectionRefused", why);
            case "no-charon" ->
                    problem(Status.FAILURE, path, "IkeDaemonUnreachable", "the IKE daemon is away");
            case "backing-off" -> problem(Status.FAILURE, path, "ConnectionFailed", why);
            default -> problem(Status.WARNING, path, "ConnectionDown", why);
        };
    }

    private static ConfigurationState problem(
            Status status, ResourcePath path, String code, String message) {
        return ConfigurationState.of(status, path.reference(), code, message);
    }

    private ConfigurationState peer(JsonNode top, ResourcePath path, ObjectNode properties) {
        Record row = row(Topic.BGP, tenant(top), path.id());
        if (!(row instanceof Rows.BgpPeer peer)) {
            properties.put("connectionState", "Disconnected");
            return ConfigurationState.SUCCESS;
        }
        boolean up = peer.state().equals("up");
        properties.put("connectionState", up ? "Connected" : "Disconnected");
        ObjectNode statistics = properties.putObject("statistics");
        statistics.put("secondsInState", peer.seconds());
        statistics.put("receivedPrefixes", peer.received());
        statistics.put("acceptedPrefixes", peer.accepted());
        statistics.put("stalePrefixes", peer.stale());
        statistics.put("advertisedPrefixes", peer.advertised());
        statistics.put("updateMessagesReceived", peer.updates());
        statistics.put("malformedMessagesReceived", peer.malformed());
        statistics.put("notificationsForErrors", peer.errors());
        return up
                ? ConfigurationState.SUCCESS
                : problem(
                        peer.state().equals("held-back") ? Status.FAILURE : Status.WARNING,
                        path,
                        peer.state().equals("held-back") ? "PrefixLimitExceeded" : "PeerDown",
                        peer.reason().isEmpty() ? peer.state() : peer.reason());
    }

    /// Compartments are named as their networks; the provider's own router speaks for `default`.
    private static String tenant(JsonNode top) {
        String reference = top.at("/properties/gatewaySubnets/0/resourceRef").asText("");
        try {
            return ResourceReference.parse(reference).parts().get(1);
        } catch (InvalidValueException _) {
            return "default";
        }
    }

    private @Nullable Record row(Topic topic, String tenant, String name) {
        String scope = ofMany ? "" : tenant;
        return read.computeIfAbsent(topic + " " + key(scope), _ -> rows(topic, scope))
                .get(key(tenant) + "/" + key(name));
    }

    private Map<String, Record> rows(Topic topic, String tenant) {
        Map<String, Record> byName = new HashMap<>();
        try {
            List<? extends Record> rows = backend.show(topic, tenant.isEmpty() ? null : tenant);
            for (Record row : rows) {
                switch (row) {
                    case Rows.Tunnel t ->
                            byName.put(key(t.tenant()) + "/" + key(t.connection()), t);
                    case Rows.BgpPeer p -> byName.put(key(p.tenant()) + "/" + key(p.peer()), p);
                    default -> {}
                }
            }
        } catch (ControlException _) {
            // A compartment that has just come or gone: nothing is known of it.
        }
        return byName;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
