package io.hnvgateway.dataplane.netlink;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;

/// An address of the host on an interface; none that duplicate address detection (RFC 4862 §5.4)
/// has not passed.
///
/// @param prefixLength as written: 0..32 or 0..128
public record KernelAddress(int interfaceIndex, IpAddress address, int prefixLength) {
    /// The prefix that the address makes on-link.
    public IpPrefix prefix() {
        return IpPrefix.of(address, prefixLength);
    }
}
