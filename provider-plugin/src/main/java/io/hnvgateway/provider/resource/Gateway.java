package io.hnvgateway.provider.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gateway itself, apart from any customer network (`gateways`): one in a document.
///
/// @param router null: it exchanges no routes with the provider's routers
/// @param policyMaps of its router's peers
/// @param membership where a controller counts it in
public record Gateway(
        String resourceId,
        @Nullable ProviderRouter router,
        List<PolicyMap> policyMaps,
        Membership membership,
        Annotations annotations)
        implements TopLevelResource {

    /// What it is to a controller; of no effect here.
    ///
    /// @param pool null: in none
    /// @param type null: not said
    /// @param externalInterface, internalInterface null: not said
    public record Membership(
            @Nullable ResourceReference pool,
            @Nullable GatewayType type,
            @Nullable ResourceReference externalInterface,
            @Nullable ResourceReference internalInterface) {
        public static final Membership NONE = new Membership(null, null, null, null);
    }

    public Gateway {
        policyMaps = List.copyOf(policyMaps);
    }

    /// Without membership and annotations.
    public Gateway(String resourceId, @Nullable ProviderRouter router, List<PolicyMap> policyMaps) {
        this(resourceId, router, policyMaps, Membership.NONE, Annotations.NONE);
    }

    @Override
    public Gateway with(Annotations others) {
        return new Gateway(resourceId, router, policyMaps, membership, others);
    }

    /// What refers to one of its policy maps.
    public ResourceReference reference(PolicyMap map) {
        return ResourceReference.of("gateways", resourceId, "policyMaps", map.resourceId());
    }
}
