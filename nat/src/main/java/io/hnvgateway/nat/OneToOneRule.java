package io.hnvgateway.nat;

/// One external address that belongs to one inside address, in both directions, for every protocol.
public record OneToOneRule(int externalAddress, int insideAddress) {}
