package io.hnvgateway.benchmarks.restart;

/// One restart.
///
/// @param readyMilliseconds from the kill until the control socket answers
/// @param newFlowsMilliseconds from the kill until a new flow's packet is answered
/// @param cached whether it started with a start cache
/// @param start what the new process logged of its start
/// @param after what it holds
record Turn(
        boolean cached,
        double readyMilliseconds,
        double newFlowsMilliseconds,
        StartLog start,
        Footprint after) {}
