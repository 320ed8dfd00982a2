package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.SecretSeal;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Resources of the desired state as canonical trees, by the names of collections.
final class ResourceTrees {
    private ResourceTrees() {}

    /// @param seal secrets are written as it makes them; null: not at all
    static ObjectNode envelope(Resource resource, @Nullable SecretSeal seal) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("resourceId", resource.resourceId())
                .set("properties", DesiredStateWriter.properties(resource, seal));
    }

    /// The members of a collection at the top, in no order.
    static List<? extends Resource> members(DesiredState state, ResourceKind kind) {
        return switch (kind.name()) {
            case "virtualNetworks" -> state.virtualNetworks();
            case "virtualGateways" -> state.virtualGateways();
            case "publicIPAddresses" -> state.publicIPAddresses();
            case "loadBalancers" -> state.loadBalancers();
            case "providerAddresses" -> state.providerAddresses();
            case "gateways" -> state.gateways();
            default -> List.of();
        };
    }
}
