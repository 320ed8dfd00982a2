package io.hnvgateway.provider.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gateway itself, apart from any customer network (`gateways`): one in a document.
///
/// @param router null: it exchanges no routes with the provider's routers
/// @param policyMaps of its router's peers
public record Gateway(
        String resourceId, @Nullable ProviderRouter router, List<PolicyMap> policyMaps)
        implements Resource {

    public Gateway {
        policyMaps = List.copyOf(policyMaps);
    }

    /// What refers to one of its policy maps.
    public ResourceReference reference(PolicyMap map) {
        return ResourceReference.of("gateways", resourceId, "policyMaps", map.resourceId());
    }
}
