package io.hnvgateway.app.desired;

import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import io.hnvgateway.provider.value.Mac;

/// The values of the resource model as those of the data path, and back.
public final class Convert {
    private Convert() {}

    public static io.hnvgateway.packet.IpAddress address(IpAddress address) {
        return new io.hnvgateway.packet.IpAddress(address.high(), address.low());
    }

    /// An address that NAT translates: those are IPv4.
    public static Ipv4Address ipv4Address(IpAddress address) {
        return new Ipv4Address(address.ipv4Bits());
    }

    public static IpAddress address(io.hnvgateway.packet.IpAddress address) {
        return new IpAddress(address.high(), address.low());
    }

    public static io.hnvgateway.packet.IpPrefix prefix(IpPrefix prefix) {
        return io.hnvgateway.packet.IpPrefix.of(address(prefix.address()), prefix.length());
    }

    public static IpPrefix prefix(io.hnvgateway.packet.IpPrefix prefix) {
        return new IpPrefix(address(prefix.address()), prefix.length());
    }

    public static MacAddress mac(Mac mac) {
        return new MacAddress(mac.bits());
    }
}
