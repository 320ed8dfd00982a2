package io.hnvgateway.provider.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.spi.Capabilities;
import io.hnvgateway.provider.spi.GatewayException;
import io.hnvgateway.provider.spi.ResourceType;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a gateway offers, found by asking without changing anything.
record Offer(RestConnection connection) {
    static final String DISCOVERY = "/networking/discovery";

    Capabilities capabilities() {
        return new Capabilities(restVersion(), operations());
    }

    /// As `v7.1`.
    String restVersion() {
        RestReply reply = connection.send(RestRequest.get(DISCOVERY));
        String direct = reply.body().path("currentRestVersion").asText("");
        String version =
                direct.isEmpty()
                        ? reply.body().path("properties").path("currentRestVersion").asText("")
                        : direct;
        if (version.isEmpty()) {
            throw new GatewayException.Unintelligible(
                    "GET " + DISCOVERY + ": no currentRestVersion: this is no gateway of this API");
        }
        return version;
    }

    /// By name, in the order of a report.
    Map<String, Boolean> operations() {
        Map<String, Boolean> operations = new LinkedHashMap<>();
        boolean all = true;
        for (ResourceType<?> collection : ResourceType.all()) {
            boolean present = answers("/" + collection.name() + "?$top=1");
            operations.put("create, read, update, delete " + collection.name(), present);
            all &= present;
        }
        operations.put("records of VMs (lookupRecords), customer routes", all);
        boolean batch = mayChange() != Changes.UNKNOWN_THERE;
        operations.put("many changes, all or nothing", batch);
        operations.put("drift and repair", all && batch);
        operations.put("events", answers("/diagnostics/events?waitSeconds=0"));
        operations.put(
                "explain a packet, tables, drop reasons", answers("/diagnostics/dropReasons"));
        operations.put("access control lists", false);
        operations.put("bandwidth profiles", false);
        return operations;
    }

    /// What an empty batch is answered with.
    enum Changes {
        ALLOWED,
        FORBIDDEN,
        UNKNOWN_THERE
    }

    /// Whether these credentials may change anything.
    Changes mayChange() {
        ObjectNode empty = JsonNodeFactory.instance.objectNode();
        empty.putArray("requests");
        try {
            connection.send(RestRequest.post(RestRequest.ROOT + "/batch", empty));
            return Changes.ALLOWED;
        } catch (GatewayException.Refused e) {
            return e.status() == 405 ? Changes.UNKNOWN_THERE : Changes.ALLOWED;
        } catch (GatewayException.Forbidden e) {
            return Changes.FORBIDDEN;
        } catch (GatewayException.NotFound e) {
            return Changes.UNKNOWN_THERE;
        }
    }

    private boolean answers(String target) {
        try {
            connection.send(RestRequest.get(RestRequest.ROOT + target));
            return true;
        } catch (GatewayException.NotFound
                | GatewayException.Refused
                | GatewayException.Forbidden e) {
            return false;
        }
    }
}
