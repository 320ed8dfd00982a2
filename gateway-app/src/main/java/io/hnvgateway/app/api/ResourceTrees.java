package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.SecretSeal;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceCollection;
import io.hnvgateway.provider.resource.TopLevelResource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Resources of the desired state as canonical trees, by the names of collections.
final class ResourceTrees {
    private ResourceTrees() {}

    /// @param resource of a collection at the top
    /// @param seal secrets are written as it makes them; null: not at all
    static ObjectNode envelope(Resource resource, @Nullable SecretSeal seal) {
        if (!(resource instanceof TopLevelResource top)) {
            throw new IllegalArgumentException("a part of a resource: " + resource.resourceId());
        }
        return seal == null
                ? DesiredStateWriter.resource(top)
                : DesiredStateWriter.resource(top, seal);
    }

    /// The members of a collection at the top, in no order.
    static List<TopLevelResource> members(DesiredState state, ResourceKind kind) {
        return Stream.of(ResourceCollection.values())
                .filter(collection -> collection.label().equals(kind.name()))
                .flatMap(collection -> state.resources(collection).stream())
                .toList();
    }
}
