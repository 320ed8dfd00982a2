package io.hnvgateway.dataplane.netlink;

/// A network interface.
///
/// @param macAddress in the low 48 bits; 0 if it has none
/// @param up administratively, and with carrier
public record KernelLink(int index, String name, long macAddress, int mtuBytes, boolean up) {}
