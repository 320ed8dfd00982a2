package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.MacAddress;

/// The gateway's own presence in one gateway subnet: it answers for `address` there, and its MAC is
/// the one that hosts send to. A gateway subnet with both families has two of them.
public record GatewayInterface(VirtualSubnetId vsid, IpAddress address, MacAddress mac) {}
