package io.hnvgateway.app.probe;

import io.hnvgateway.provider.value.IpAddress;
import java.util.List;

/// Tries whether the gateway's surroundings are as it needs them; each probe sends real packets or
/// asks real processes. Called on virtual threads; blocks until all have ended, ten seconds at
/// most.
@FunctionalInterface
public interface GatewayProbes {

    /// @param hosts PAs of hosts to be reached; empty: those of a few lookup records
    List<ProbeResult> run(List<IpAddress> hosts);
}
