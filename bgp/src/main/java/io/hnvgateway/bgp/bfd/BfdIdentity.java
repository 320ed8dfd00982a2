package io.hnvgateway.bgp.bfd;

/// What a session is given once, at its birth.
///
/// @param discriminator unguessable, never 0
record BfdIdentity(BfdKey key, int discriminator, long jitterSeed, int undirectedPerSecond) {}
