package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.RouteUpdate;
import java.util.Set;

/// What a peer shall be told.
///
/// @param endOfRib families of which it has been told all with this (RFC 4724 §2)
public record PeerChange(RouteUpdate update, Set<AddressFamily> endOfRib) {}
