package io.hnvgateway.dataplane.netlink;

import java.net.InetAddress;

/// An address of the host on an interface.
public record KernelAddress(int interfaceIndex, InetAddress address, int prefixLength) {}
