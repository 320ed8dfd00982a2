package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Ip4Address;
import io.hnvgateway.provider.value.Ip4Prefix;

/// A route inside a customer network. One whose next hop is the gateway's own CA is policy for the
/// hosts only.
public record CustomerRoute(
        String resourceId,
        Ip4Prefix destinationPrefix,
        Ip4Address nextHop,
        int virtualSubnetId,
        int metric)
        implements Resource {}
