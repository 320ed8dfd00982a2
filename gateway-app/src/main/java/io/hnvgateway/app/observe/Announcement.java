package io.hnvgateway.app.observe;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.MacAddress;

/// A VM says that it has an address.
///
/// @param vsid virtual subnet, MAC and host of the VM that says so
record Announcement(IpAddress address, int vsid, long mac, IpAddress host) {
    @Override
    public String toString() {
        return "%s by %s in %d behind %s".formatted(address, new MacAddress(mac), vsid, host);
    }
}
