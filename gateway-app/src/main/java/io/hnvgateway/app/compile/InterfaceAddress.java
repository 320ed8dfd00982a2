package io.hnvgateway.app.compile;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;

/// An address on a link.
///
/// @param length prefix length as written, 0..32 or 0..128
public record InterfaceAddress(IpAddress address, int length) {
    static final IpPrefix LINK_LOCAL_IPV6 = IpPrefix.parse("fe80::/10");

    /// The addresses that are neighbours on the link.
    public IpPrefix onLink() {
        return IpPrefix.of(address, length);
    }

    /// Of IPv6 and valid on the link only (RFC 4291 §2.5.6): no provider address, and no source
    /// towards others.
    boolean isLinkLocalIpv6() {
        return isLinkLocalIpv6(address);
    }

    static boolean isLinkLocalIpv6(IpAddress address) {
        return LINK_LOCAL_IPV6.contains(address);
    }
}
