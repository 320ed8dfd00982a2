package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import org.jspecify.annotations.Nullable;

/// A static route into a connection.
///
/// @param metric of several routes to one prefix the lowest counts
/// @param nextHop of an L3 connection; null: its peer. Of no meaning for others
public record ConnectionRoute(
        IpPrefix destinationPrefix, int metric, @Nullable IpAddress nextHop) {}
