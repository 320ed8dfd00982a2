package io.hnvgateway.compartments.punt;

/// BFD as a peer of BGP has it (RFC 5880 §6.8.1).
///
/// @param intervalUs between packets at most, both ways
/// @param multiplier packets in a row whose absence means that the peer is dead
/// @param multihop RFC 5883: the peer may be behind routers, so the TTL says nothing
public record BfdTimers(int intervalUs, int multiplier, boolean multihop) {}
