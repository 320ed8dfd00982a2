package io.hnvgateway.app.observe;

import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.packet.IpAddress;

/// Is told of what was observed and what became of it. Must not block.
@FunctionalInterface
public interface ObservationLog {
    /// @param what as `learned`, `moved`, `stale`
    /// @param host provider address that it is about
    void note(TenantNetwork network, String what, IpAddress customerAddress, IpAddress host);
}
