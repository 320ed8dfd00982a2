package io.hnvgateway.app.desired;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.provider.value.Ip4Address;
import io.hnvgateway.provider.value.Ip4Prefix;
import io.hnvgateway.provider.value.Mac;

/// The values of the resource model as those of the data path, and back.
public final class Convert {
    private Convert() {}

    public static IpAddress address(Ip4Address address) {
        return IpAddress.ofIpv4(address.bits());
    }

    /// An address that NAT translates: those are IPv4.
    public static Ipv4Address ipv4Address(Ip4Address address) {
        return new Ipv4Address(address.bits());
    }

    /// Presupposes IPv4.
    public static Ip4Address address(IpAddress address) {
        return new Ip4Address(address.ipv4Bits());
    }

    public static IpPrefix prefix(Ip4Prefix prefix) {
        return IpPrefix.of(IpAddress.ofIpv4(prefix.address().bits()), prefix.length());
    }

    /// Presupposes IPv4.
    public static Ip4Prefix prefix(IpPrefix prefix) {
        return new Ip4Prefix(new Ip4Address(prefix.address().ipv4Bits()), prefix.length());
    }

    public static MacAddress mac(Mac mac) {
        return new MacAddress(mac.bits());
    }
}
