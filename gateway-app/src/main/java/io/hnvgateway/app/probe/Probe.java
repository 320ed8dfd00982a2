package io.hnvgateway.app.probe;

import io.hnvgateway.packet.IpAddress;
import java.util.List;

/// One thing that can be tried, at one or several targets.
///
/// @param name of its results
/// @param work blocks its thread, which is its own; an exception is a failure with its message
record Probe(String name, Work work) {
    /// What a probe does.
    @FunctionalInterface
    interface Work {
        /// @param hosts PAs of hosts, few; without duplicates
        List<ProbeResult> results(List<IpAddress> hosts) throws Exception;
    }
}
