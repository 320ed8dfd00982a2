package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;
import org.jspecify.annotations.Nullable;

/// A public address. `ipAddress` null: a dynamic one that the gateway has not assigned yet.
public record PublicIpAddress(
        String resourceId,
        AllocationMethod allocationMethod,
        @Nullable IpAddress ipAddress,
        Annotations annotations)
        implements TopLevelResource {

    /// Without annotations.
    public PublicIpAddress(
            String resourceId, AllocationMethod allocationMethod, @Nullable IpAddress ipAddress) {
        this(resourceId, allocationMethod, ipAddress, Annotations.NONE);
    }

    /// The same with another address.
    public PublicIpAddress withIpAddress(@Nullable IpAddress other) {
        return new PublicIpAddress(resourceId, allocationMethod, other, annotations);
    }

    @Override
    public PublicIpAddress with(Annotations others) {
        return new PublicIpAddress(resourceId, allocationMethod, ipAddress, others);
    }
}
