package io.hnvgateway.lab.isolation;

import io.hnvgateway.packet.IpAddress;

/// A VM; its addresses are ones that other tenants have too.
///
/// @param address IPv4
/// @param address6 IPv6
/// @param providerAddress its host's, of either family; with IP rewrite its own
record Vm(
        Kind kind,
        IpAddress address,
        IpAddress address6,
        int vsid,
        long mac,
        IpAddress providerAddress) {

    /// How the gateway reaches it.
    enum Kind {
        ENCAPSULATED,
        REWRITTEN,
        LEARNING
    }

    IpAddress address(boolean ipv6) {
        return ipv6 ? address6 : address;
    }

    /// Whether a packet with this source may be its own. What was learned is not known here, so one
    /// that learns may use what is in its subnet.
    boolean mayUse(IpAddress source) {
        boolean linkLocal = source.high() >>> 54 == 0xfe80 >>> 6;
        boolean inSubnet =
                Tenant.SUBNET.contains(source.high(), source.low())
                        || Tenant.SUBNET_6.contains(source.high(), source.low());
        return source.equals(address)
                || source.equals(address6)
                || (kind != Kind.REWRITTEN && linkLocal)
                || (kind == Kind.LEARNING && inSubnet);
    }

    Vm at(IpAddress host) {
        return kind == Kind.REWRITTEN ? this : new Vm(kind, address, address6, vsid, mac, host);
    }
}
