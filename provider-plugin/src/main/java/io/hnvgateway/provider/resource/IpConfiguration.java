package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;
import org.jspecify.annotations.Nullable;

/// An address of a [NetworkInterface].
///
/// @param privateIPAddress null: not known yet
/// @param subnet of a virtual network or of the provider's; null: of none that is known here
/// @param publicIPAddress null: it has none of its own
/// @param providerAddress PA of the VM's host; null: not said, and no lookup record comes of it
public record IpConfiguration(
        String resourceId,
        @Nullable IpAddress privateIPAddress,
        IpAllocation allocation,
        @Nullable ResourceReference subnet,
        @Nullable ResourceReference publicIPAddress,
        @Nullable IpAddress providerAddress)
        implements Resource {

    /// Whether it is of a customer network.
    public boolean isInVirtualNetwork() {
        return subnet != null && subnet.isIn("virtualNetworks");
    }
}
