package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import org.jspecify.annotations.Nullable;

/// One route of a [RouteTable].
///
/// @param nextHop exactly where the type wants one ([RouteNextHopType#hasAddress])
public record TableRoute(
        String resourceId,
        IpPrefix addressPrefix,
        RouteNextHopType nextHopType,
        @Nullable IpAddress nextHop)
        implements Resource {}
