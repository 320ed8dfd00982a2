package io.hnvgateway.benchmarks.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.benchmarks.traffic.Tenant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/// The desired state for the gateway under test: each tenant as `tenant.json` draws it.
public final class DesiredTenants {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DesiredTenants() {}

    /// As JSON text, for `hnvctl apply`.
    public static String of(int tenants) throws IOException {
        String drawing = drawing();
        ObjectNode all = JSON.createObjectNode();
        for (int i = 0; i < tenants; i++) {
            add(all, JSON.readTree(filled(drawing, new Tenant(i))));
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }

    private static void add(ObjectNode all, JsonNode tenant) {
        tenant.properties()
                .forEach(collection ->
                        collection.getValue().forEach(all.withArray(collection.getKey())::add));
    }

    private static String filled(String drawing, Tenant tenant) {
        Map<String, Object> values =
                Map.of(
                        "$tenant", tenant.name(),
                        "$rdid", tenant.routingDomainId(),
                        "$vmVsid", tenant.vmVsid(),
                        "$gatewayVsid", tenant.gatewayVsid(),
                        "$vmAddress", Tenant.VM_ADDRESS,
                        "$vmMac", Tenant.VM_MAC.replace(':', '-'),
                        "$hostPa", Tenant.HOST_PA,
                        "$gatewayAddress", Tenant.GATEWAY_ADDRESS,
                        "$gatewayMac", Tenant.GATEWAY_MAC.replace(':', '-'),
                        "$publicAddress", tenant.publicAddress());
        String text = drawing;
        for (Map.Entry<String, Object> value : values.entrySet()) {
            text = text.replace(value.getKey(), value.getValue().toString());
        }
        return text;
    }

    private static String drawing() throws IOException {
        try (InputStream in = DesiredTenants.class.getResourceAsStream("tenant.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
