package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Ip4Address;
import org.jspecify.annotations.Nullable;

/// A public address. `ipAddress` null: a dynamic one that the gateway has not assigned yet.
public record PublicIpAddress(
        String resourceId, AllocationMethod allocationMethod, @Nullable Ip4Address ipAddress)
        implements Resource {

    public ResourceReference reference() {
        return ResourceReference.of("publicIPAddresses", resourceId);
    }
}
