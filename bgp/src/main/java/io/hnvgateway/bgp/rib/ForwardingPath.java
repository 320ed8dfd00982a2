package io.hnvgateway.bgp.rib;

import io.hnvgateway.packet.IpAddress;

/// One way to a learned prefix.
///
/// @param peer who announced it
/// @param via the local route behind which the next hop lies
/// @param external learned from another AS
public record ForwardingPath(String peer, IpAddress nextHop, LocalRoute via, boolean external) {}
