package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.TenantConnection;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.tunnel.TunnelState;

/// A network's connection and what became of it; one that is disabled, or that cannot be set up,
/// has its index and state as well.
///
/// @param tunnel index as in [io.hnvgateway.compartments.tunnel.TunnelTable]
public record CompiledConnection(
        RoutingDomainId rdid, TenantConnection source, int tunnel, TunnelState state) {}
