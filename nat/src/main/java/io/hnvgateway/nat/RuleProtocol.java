package io.hnvgateway.nat;

import io.hnvgateway.packet.IpProtocol;

/// The protocols that a rule is about.
public enum RuleProtocol {
    TCP,
    UDP,
    /// In an outbound rule TCP, UDP and ICMP queries; in an inbound rule TCP and UDP.
    ALL;

    /// True when the rule is about packets of this IP protocol.
    public boolean covers(int protocol) {
        return switch (this) {
            case TCP -> protocol == IpProtocol.TCP;
            case UDP -> protocol == IpProtocol.UDP;
            case ALL -> true;
        };
    }
}
