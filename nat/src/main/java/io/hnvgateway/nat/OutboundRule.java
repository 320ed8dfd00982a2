package io.hnvgateway.nat;

import io.hnvgateway.packet.Ipv4Prefix;

/// Inside sources that may go out through the compartment's external addresses.
public record OutboundRule(Ipv4Prefix sources, RuleProtocol protocol) {}
