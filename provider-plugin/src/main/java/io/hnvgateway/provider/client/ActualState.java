package io.hnvgateway.provider.client;

import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.spi.ResourceCollection;
import io.hnvgateway.provider.spi.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a gateway has been told, with the etags.
record ActualState(DesiredState state, Map<ResourceReference, String> etags) {

    static ActualState read(ResourceClient client) {
        Map<ResourceReference, String> etags = new HashMap<>();
        DesiredState state =
                new DesiredState(
                        list(client, ResourceCollection.VIRTUAL_NETWORKS, etags),
                        list(client, ResourceCollection.VIRTUAL_GATEWAYS, etags),
                        list(client, ResourceCollection.PUBLIC_IP_ADDRESSES, etags),
                        list(client, ResourceCollection.LOAD_BALANCERS, etags),
                        list(client, ResourceCollection.PROVIDER_ADDRESSES, etags),
                        list(client, ResourceCollection.GATEWAYS, etags));
        return new ActualState(state, etags);
    }

    private static <T extends Resource> List<T> list(
            ResourceClient client,
            ResourceCollection<T> collection,
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
