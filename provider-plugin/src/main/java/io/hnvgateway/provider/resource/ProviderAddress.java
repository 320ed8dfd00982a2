package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;

/// A provider address that the control plane announces: a host that VMs may move to. Only to such
/// ones a REDIRECT is followed.
public record ProviderAddress(String resourceId, IpAddress address, Annotations annotations)
        implements TopLevelResource {

    /// Without annotations.
    public ProviderAddress(String resourceId, IpAddress address) {
        this(resourceId, address, Annotations.NONE);
    }

    @Override
    public ProviderAddress with(Annotations others) {
        return new ProviderAddress(resourceId, address, others);
    }
}
