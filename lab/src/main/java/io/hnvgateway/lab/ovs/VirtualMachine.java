package io.hnvgateway.lab.ovs;

import io.hnvgateway.lab.netns.Namespace;

/// A VM: a namespace with one device `eth0`, whose other end is a port of its host.
///
/// @param name names the port on the host, so at most 15 characters
/// @param port the OpenFlow port number, unique in the lab
/// @param forwards its host lets it send under other addresses than its own
public record VirtualMachine(
        String name,
        int port,
        VirtualSubnet subnet,
        String customerAddress,
        String mac,
        Namespace namespace,
        boolean forwards) {

    public static final String DEVICE = "eth0";

    boolean isIpv6() {
        return customerAddress.contains(":");
    }
}
