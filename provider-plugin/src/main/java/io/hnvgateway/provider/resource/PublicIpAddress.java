package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;
import org.jspecify.annotations.Nullable;

/// A public address. `ipAddress` null: a dynamic one that the gateway has not assigned yet.
public record PublicIpAddress(
        String resourceId, AllocationMethod allocationMethod, @Nullable IpAddress ipAddress)
        implements Resource {

    public ResourceReference reference() {
        return ResourceReference.of("publicIPAddresses", resourceId);
    }
}
