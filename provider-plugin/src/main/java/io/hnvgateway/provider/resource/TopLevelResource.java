package io.hnvgateway.provider.resource;

/// A resource that stands in a collection of the document; all others are parts of one.
public sealed interface TopLevelResource extends Resource
        permits Credential,
                Gateway,
                GatewayPool,
                LoadBalancer,
                LogicalNetwork,
                NetworkInterface,
                ProviderAddress,
                PublicIpAddress,
                RouteTable,
                VirtualGateway,
                VirtualNetwork {

    /// What its clients noted at it and at its parts.
    Annotations annotations();

    /// The same with other notes.
    TopLevelResource with(Annotations others);

    /// What refers to it.
    default ResourceReference reference() {
        return ResourceReference.of(ResourceCollection.of(this).label(), resourceId());
    }
}
