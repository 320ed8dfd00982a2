package io.hnvgateway.provider.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.LoadBalancer;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// Writes the canonical form: resources sorted by id, properties in a fixed order, defaults written
/// out, absent values left out. Two equal states have the same text.
public final class DesiredStateWriter {
    private DesiredStateWriter() {}

    /// The whole of a small state as a tree.
    public static ObjectNode write(DesiredState state) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        collections(state, (name, resources) -> resources.forEach(document.putArray(name)::add));
        return document;
    }

    /// Writes one resource after the other, so that only one at a time takes memory.
    public static void write(DesiredState state, JsonGenerator out) throws IOException {
        out.writeStartObject();
        collections(
                state,
                (name, resources) -> {
                    out.writeArrayFieldStart(name);
                    for (JsonNode resource : (Iterable<JsonNode>) resources::iterator) {
                        out.writeTree(resource);
                    }
                    out.writeEndArray();
                });
        out.writeEndObject();
    }

    /// The properties of one resource of a collection of the document.
    public static ObjectNode properties(Resource resource) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        switch (resource) {
            case VirtualNetwork network -> VirtualNetworkWriter.network(network, properties);
            case VirtualGateway gateway -> VirtualGatewayWriter.gateway(gateway, properties);
            case PublicIpAddress address -> publicAddress(address, properties);
            case LoadBalancer balancer -> LoadBalancerWriter.loadBalancer(balancer, properties);
            case ProviderAddress announced -> providerAddress(announced, properties);
            default -> throw new IllegalArgumentException("a part of a resource: " + resource);
        }
        return properties;
    }

    /// Takes the resources of one collection, in their order.
    @FunctionalInterface
    private interface Sink<E extends Exception> {
        void collection(String name, Stream<JsonNode> resources) throws E;
    }

    private static <E extends Exception> void collections(DesiredState state, Sink<E> sink)
            throws E {
        sink.collection("virtualNetworks", envelopes(state.virtualNetworks()));
        sink.collection("virtualGateways", envelopes(state.virtualGateways()));
        sink.collection("publicIPAddresses", envelopes(state.publicIPAddresses()));
        sink.collection("loadBalancers", envelopes(state.loadBalancers()));
        sink.collection("providerAddresses", envelopes(state.providerAddresses()));
    }

    private static Stream<JsonNode> envelopes(List<? extends Resource> resources) {
        return sorted(resources).map(resource -> envelope(resource, properties(resource)));
    }

    /// Adds a list of parts of a resource with their envelopes; `body` fills the properties of one.
    static <T extends Resource> void resources(
            ObjectNode parent,
            String collection,
            List<T> resources,
            BiConsumer<T, ObjectNode> body) {
        ArrayNode list = parent.putArray(collection);
        sorted(resources)
                .forEach(resource -> {
                    ObjectNode properties = JsonNodeFactory.instance.objectNode();
                    body.accept(resource, properties);
                    list.add(envelope(resource, properties));
                });
    }

    private static <T extends Resource> Stream<T> sorted(List<T> resources) {
        return resources.stream()
                .sorted(Comparator.comparing(r -> r.resourceId().toLowerCase(Locale.ROOT)));
    }

    private static ObjectNode envelope(Resource resource, ObjectNode properties) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("resourceId", resource.resourceId())
                .set("properties", properties);
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

    private static void providerAddress(ProviderAddress announced, ObjectNode properties) {
        properties.put("address", announced.address().toString());
    }
}
