package io.hnvgateway.compartments;

import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.MacAddress;

/// The gateway's own presence in one gateway subnet: it answers for `address` there, and its MAC is
/// the one that hosts send to.
public record GatewayInterface(VirtualSubnetId vsid, Ipv4Address address, MacAddress mac) {}
