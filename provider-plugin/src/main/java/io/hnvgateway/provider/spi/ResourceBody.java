package io.hnvgateway.provider.spi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.SecretSeal;
import io.hnvgateway.provider.resource.Annotation;
import io.hnvgateway.provider.resource.Annotations;
import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.SecretText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Resources as the bodies of requests, with their secrets in the clear: what is made here goes to
/// the gateway and nowhere else.
final class ResourceBody {
    private static final String SEALED = "sealed";

    /// What a client notes for itself, with names of its own.
    private static final Set<String> NOTES = Set.of("tags", "resourceMetadata");

    /// The writer leaves secrets out unless they are sealed; to a gateway they go as they are.
    private static final SecretSeal OPEN =
            new SecretSeal() {
                @Override
                public String seal(SecretText secret, String place) {
                    return secret.reveal();
                }

                @Override
                public SecretText open(String sealed, String place) {
                    throw new InvalidValueException("is not sealed");
                }
            };

    private ResourceBody() {}

    static ResourceChange.Put put(TopLevelResource resource) {
        ObjectNode body = DesiredStateWriter.resource(resource, OPEN);
        unseal(body.path("properties"));
        return new ResourceChange.Put(
                ResourceType.of(resource).reference(resource.resourceId()), body);
    }

    static ResourceChange.Put put(String network, LookupRecord lookup, Annotation annotation) {
        String place = Annotations.path("", "lookupRecords", lookup.resourceId());
        VirtualNetwork alone =
                new VirtualNetwork(
                        network,
                        null,
                        List.of(),
                        List.of(),
                        List.of(lookup),
                        List.of(),
                        Annotations.NONE.with(place, annotation));
        JsonNode body = DesiredStateWriter.properties(alone).path("lookupRecords").path(0);
        return new ResourceChange.Put(
                ResourceReference.of(
                        "virtualNetworks", network, "lookupRecords", lookup.resourceId()),
                (ObjectNode) body);
    }

    /// Gives sealed secrets, which are not sealed here, the names that the API has for them.
    private static void unseal(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            node.forEach(ResourceBody::unseal);
        } else {
            object.properties().stream()
                    .filter(property -> !NOTES.contains(property.getKey()))
                    .forEach(property -> unseal(property.getValue()));
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.stream().filter(ResourceBody::isSealed).forEach(name -> rename(object, name));
        }
    }

    private static boolean isSealed(String name) {
        return name.length() > SEALED.length()
                && name.startsWith(SEALED)
                && Character.isUpperCase(name.charAt(SEALED.length()));
    }

    private static void rename(ObjectNode object, String name) {
        char first = Character.toLowerCase(name.charAt(SEALED.length()));
        object.set(first + name.substring(SEALED.length() + 1), object.remove(name));
    }
}
