package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;

/// A route inside a customer network. One whose next hop is the gateway's own CA is policy for the
/// hosts only. Several to one prefix with one metric share the load.
public record CustomerRoute(
        String resourceId,
        IpPrefix destinationPrefix,
        IpAddress nextHop,
        int virtualSubnetId,
        int metric)
        implements Resource {}
