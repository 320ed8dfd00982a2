package io.hnvgateway.provider.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.Gateway;
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
import org.jspecify.annotations.Nullable;

/// Writes the canonical form: resources sorted by id, properties in a fixed order, defaults written
/// out, absent values left out. Two equal states have the same text.
public final class DesiredStateWriter {
    private DesiredStateWriter() {}

    /// The whole of a small state as a tree, without secrets.
    public static ObjectNode write(DesiredState state) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        collections(
                state, null, (name, resources) -> resources.forEach(document.putArray(name)::add));
        return document;
    }

    /// Writes one resource after the other, so that only one at a time takes memory; without
    /// secrets.
    public static void write(DesiredState state, JsonGenerator out) throws IOException {
        write(state, out, null);
    }

    /// As [#write(DesiredState, JsonGenerator)].
    ///
    /// @param seal secrets are written as it makes them; null: not at all
    public static void write(DesiredState state, JsonGenerator out, @Nullable SecretSeal seal)
            throws IOException {
        out.writeStartObject();
        collections(
                state,
                seal,
                (name, resources) -> {
                    out.writeArrayFieldStart(name);
                    for (JsonNode resource : (Iterable<JsonNode>) resources::iterator) {
                        out.writeTree(resource);
                    }
                    out.writeEndArray();
                });
        out.writeEndObject();
    }

    /// The properties of one resource of a collection of the document, without secrets.
    public static ObjectNode properties(Resource resource) {
        return properties(resource, null);
    }

    /// As [#properties(Resource)].
    ///
    /// @param seal secrets are written as it makes them; null: not at all
    public static ObjectNode properties(Resource resource, @Nullable SecretSeal seal) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        switch (resource) {
            case VirtualNetwork network -> VirtualNetworkWriter.network(network, properties);
            case VirtualGateway gateway -> VirtualGatewayWriter.gateway(gateway, properties, seal);
            case PublicIpAddress address -> publicAddress(address, properties);
            case LoadBalancer balancer -> LoadBalancerWriter.loadBalancer(balancer, properties);
            case ProviderAddress announced -> providerAddress(announced, properties);
            case Gateway gateway -> GatewayWriter.gateway(gateway, properties);
            default -> throw new IllegalArgumentException("a part of a resource: " + resource);
        }
        return properties;
    }

    /// Takes the resources of one collection, in their order.
    @FunctionalInterface
    private interface Sink<E extends Exception> {
        void collection(String name, Stream<JsonNode> resources) throws E;
    }

    private static <E extends Exception> void collections(
            DesiredState state, @Nullable SecretSeal seal, Sink<E> sink) throws E {
        sink.collection("virtualNetworks", envelopes(state.virtualNetworks(), seal));
        sink.collection("virtualGateways", envelopes(state.virtualGateways(), seal));
        sink.collection("publicIPAddresses", envelopes(state.publicIPAddresses(), seal));
        sink.collection("loadBalancers", envelopes(state.loadBalancers(), seal));
        sink.collection("providerAddresses", envelopes(state.providerAddresses(), seal));
        sink.collection("gateways", envelopes(state.gateways(), seal));
    }

    private static Stream<JsonNode> envelopes(
            List<? extends Resource> resources, @Nullable SecretSeal seal) {
        return sorted(resources).map(resource -> envelope(resource, properties(resource, seal)));
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
