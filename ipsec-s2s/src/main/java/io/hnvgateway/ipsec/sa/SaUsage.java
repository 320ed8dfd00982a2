package io.hnvgateway.ipsec.sa;

/// What charon asks of an SA (RFC 7296 §2.4: is the peer alive?).
///
/// @param bytes of inner packets
/// @param lastUseSeconds CLOCK_MONOTONIC, 0 = never used
public record SaUsage(long packets, long bytes, long lastUseSeconds) {}
