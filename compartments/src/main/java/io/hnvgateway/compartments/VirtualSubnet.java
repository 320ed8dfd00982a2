package io.hnvgateway.compartments;

import io.hnvgateway.packet.Ipv4Prefix;

/// A broadcast domain of a customer network.
public record VirtualSubnet(String name, VirtualSubnetId vsid, Ipv4Prefix prefix) {}
