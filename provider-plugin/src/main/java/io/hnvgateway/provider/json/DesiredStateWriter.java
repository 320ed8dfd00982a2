package io.hnvgateway.provider.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.Annotation;
import io.hnvgateway.provider.resource.Credential;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.GatewayPool;
import io.hnvgateway.provider.resource.LoadBalancer;
import io.hnvgateway.provider.resource.LogicalNetwork;
import io.hnvgateway.provider.resource.NetworkInterface;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceCollection;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.RouteTable;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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

    /// One resource of a collection of the document in its envelope, without secrets.
    public static ObjectNode resource(TopLevelResource resource) {
        return envelope(resource, null);
    }

    /// As [#resource(TopLevelResource)].
    ///
    /// @param seal secrets are written as it makes them; null: not at all
    public static ObjectNode resource(TopLevelResource resource, @Nullable SecretSeal seal) {
        return envelope(resource, seal);
    }

    /// The properties of one resource of a collection of the document, without secrets.
    public static ObjectNode properties(TopLevelResource resource) {
        return properties(resource, null);
    }

    /// As [#properties(TopLevelResource, SecretSeal)].
    ///
    /// @throws IllegalArgumentException if it is a part of a resource
    public static ObjectNode properties(Resource resource, @Nullable SecretSeal seal) {
        if (resource instanceof TopLevelResource top) {
            return properties(top, seal);
        }
        throw new IllegalArgumentException("a part of a resource: " + resource);
    }

    /// As [#properties(TopLevelResource)].
    ///
    /// @param seal secrets are written as it makes them; null: not at all
    public static ObjectNode properties(TopLevelResource resource, @Nullable SecretSeal seal) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        switch (resource) {
            case VirtualNetwork network -> VirtualNetworkWriter.network(network, properties);
            case VirtualGateway gateway -> VirtualGatewayWriter.gateway(gateway, properties, seal);
            case PublicIpAddress address -> AddressWriter.publicAddress(address, properties);
            case LoadBalancer balancer -> LoadBalancerWriter.loadBalancer(balancer, properties);
            case ProviderAddress announced -> AddressWriter.providerAddress(announced, properties);
            case Gateway gateway -> GatewayWriter.gateway(gateway, properties);
            case GatewayPool pool -> GatewayWriter.pool(pool, properties);
            case LogicalNetwork network -> LogicalNetworkWriter.network(network, properties);
            case RouteTable table -> RouteTableWriter.table(table, properties);
            case Credential credential -> CredentialWriter.credential(credential, properties, seal);
            case NetworkInterface item -> NetworkInterfaceWriter.networkInterface(item, properties);
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
        for (ResourceCollection collection : ResourceCollection.values()) {
            sink.collection(
                    collection.label(),
                    sorted(state.resources(collection)).map(r -> envelope(r, seal)));
        }
    }

    private static ObjectNode envelope(TopLevelResource resource, @Nullable SecretSeal seal) {
        return envelope(resource, resource.annotations().at(""), properties(resource, seal));
    }

    static <T extends Resource> Stream<T> sorted(List<T> resources) {
        return resources.stream()
                .sorted(Comparator.comparing(r -> r.resourceId().toLowerCase(Locale.ROOT)));
    }

    static ObjectNode envelope(Resource resource, Annotation annotation, ObjectNode properties) {
        ObjectNode envelope =
                JsonNodeFactory.instance.objectNode().put("resourceId", resource.resourceId());
        if (!annotation.tags().isEmpty()) {
            ObjectNode tags = envelope.putObject("tags");
            annotation.tags().forEach(tags::put);
        }
        if (!annotation.resourceMetadata().isEmpty()) {
            envelope.set("resourceMetadata", JsonText.own(annotation.resourceMetadata()));
        }
        return envelope.set("properties", properties);
    }

    static void texts(ObjectNode parent, String name, List<?> values) {
        ArrayNode list = parent.putArray(name);
        values.forEach(value -> list.add(value.toString()));
    }

    static void references(ObjectNode parent, String name, List<ResourceReference> references) {
        ArrayNode list = parent.putArray(name);
        references.forEach(reference -> list.addObject().put("resourceRef", reference.path()));
    }

    /// @param reference null: it is left out
    static void reference(ObjectNode parent, String name, @Nullable ResourceReference reference) {
        if (reference != null) {
            parent.putObject(name).put("resourceRef", reference.path());
        }
    }
}
