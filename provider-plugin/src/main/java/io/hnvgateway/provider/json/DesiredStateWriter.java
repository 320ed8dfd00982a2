package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceReference;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/// Writes the canonical form: resources sorted by id, properties in a fixed order, defaults written
/// out, absent values left out. Two equal states have the same text.
public final class DesiredStateWriter {
    private DesiredStateWriter() {}

    public static ObjectNode write(DesiredState state) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        resources(
                document,
                "virtualNetworks",
                state.virtualNetworks(),
                VirtualNetworkWriter::network);
        resources(
                document,
                "virtualGateways",
                state.virtualGateways(),
                VirtualGatewayWriter::gateway);
        resources(
                document,
                "publicIPAddresses",
                state.publicIPAddresses(),
                DesiredStateWriter::publicAddress);
        resources(
                document, "loadBalancers", state.loadBalancers(), LoadBalancerWriter::loadBalancer);
        resources(
                document,
                "providerAddresses",
                state.providerAddresses(),
                (announced, properties) ->
                        properties.put("address", announced.address().toString()));
        return document;
    }

    /// Adds a list of resources with their envelopes; `body` fills the properties of one.
    static <T extends Resource> void resources(
            ObjectNode parent,
            String collection,
            List<T> resources,
            BiConsumer<T, ObjectNode> body) {
        ArrayNode list = parent.putArray(collection);
        Comparator<Resource> byId =
                Comparator.comparing(resource -> resource.resourceId().toLowerCase(Locale.ROOT));
        for (T resource : resources.stream().sorted(byId).toList()) {
            ObjectNode envelope = list.addObject().put("resourceId", resource.resourceId());
            body.accept(resource, envelope.putObject("properties"));
        }
    }

    static void texts(ObjectNode parent, String name, List<?> values) {
        ArrayNode list = parent.putArray(name);
        values.forEach(value -> list.add(value.toString()));
    }

    static void references(ObjectNode parent, String name, List<ResourceReference> references) {
        ArrayNode list = parent.putArray(name);
        references.forEach(reference -> list.addObject().put("resourceRef", reference.path()));
    }

    static void reference(ObjectNode parent, String name, ResourceReference reference) {
        parent.putObject(name).put("resourceRef", reference.path());
    }

    private static void publicAddress(PublicIpAddress address, ObjectNode properties) {
        properties.put("publicIPAllocationMethod", address.allocationMethod().label());
        if (address.ipAddress() != null) {
            properties.put("ipAddress", address.ipAddress().toString());
        }
    }
}
