package io.hnvgateway.provider.client;

import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.spi.ResourceType;
import io.hnvgateway.provider.spi.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a gateway has been told, with the etags.
record ActualState(DesiredState state, Map<ResourceReference, String> etags) {

    static ActualState read(ResourceClient client) {
        Map<ResourceReference, String> etags = new HashMap<>();
        List<TopLevelResource> all = new ArrayList<>();
        ResourceType.all().forEach(type -> all.addAll(list(client, type, etags)));
        DesiredState state = DesiredState.of(all.stream());
        return new ActualState(state, etags);
    }

    private static <T extends TopLevelResource> List<T> list(
            ResourceClient client,
            ResourceType<T> collection,
            Map<ResourceReference, String> etags) {
        List<T> resources = new ArrayList<>();
        for (Stored<T> stored : client.list(collection)) {
            resources.add(stored.resource());
            etags.put(collection.reference(stored.resource().resourceId()), stored.etag());
        }
        return resources;
    }

    String etag(ResourceReference reference) {
        return etags.getOrDefault(reference, "");
    }
}
