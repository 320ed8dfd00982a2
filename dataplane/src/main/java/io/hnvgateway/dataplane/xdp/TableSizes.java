package io.hnvgateway.dataplane.xdp;

/// Slots of the program's mapped tables.
///
/// @param flows of IPv4, a power of two
/// @param flows6 of IPv6, a power of two
/// @param compartments largest compartment index + 1
public record TableSizes(int flows, int flows6, int adjacencies, int compartments) {}
