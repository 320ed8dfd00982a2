package io.hnvgateway.provider.policy;

import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.UUID;

/// A route of the hosts inside a customer network (`New-NetVirtualizationCustomerRoute`).
///
/// @param nextHop 0.0.0.0 or ::: the destinations are neighbours
/// @param metric 0..2^32 - 1, smaller is better
public record PolicyRoute(
        UUID routingDomainId,
        int virtualSubnetId,
        IpPrefix destinationPrefix,
        IpAddress nextHop,
        long metric) {
    /// Whether its destinations are neighbours: the virtual subnet itself.
    public boolean isOnLink() {
        return nextHop.isUnspecified();
    }
}
