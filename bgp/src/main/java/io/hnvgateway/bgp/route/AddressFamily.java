package io.hnvgateway.bgp.route;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;

/// The families that tenants exchange: unicast of either (RFC 4760, AFI 1 and 2 with SAFI 1).
public enum AddressFamily {
    IPV4_UNICAST,
    IPV6_UNICAST;

    public static AddressFamily of(IpPrefix prefix) {
        return prefix.isIpv4() ? IPV4_UNICAST : IPV6_UNICAST;
    }

    public static AddressFamily of(IpAddress address) {
        return address.isIpv4() ? IPV4_UNICAST : IPV6_UNICAST;
    }
}
