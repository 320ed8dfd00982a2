package io.hnvgateway.nat;

/// Limits of one compartment.
///
/// @param maxPorts external ports and ICMP identifiers over all protocols and external addresses
/// @param maxSessions sessions of every kind, those of inbound and 1:1 rules included
public record NatQuotas(int maxPorts, int maxSessions) {
    public static final NatQuotas DEFAULT = new NatQuotas(32_768, 65_536);

    public NatQuotas {
        if (maxPorts < 0 || maxSessions < 0) {
            throw new IllegalArgumentException("a quota must not be negative");
        }
    }

    int limit(Quota which) {
        return which == Quota.PORTS ? maxPorts : maxSessions;
    }
}
