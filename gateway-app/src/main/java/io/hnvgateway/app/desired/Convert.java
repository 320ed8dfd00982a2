package io.hnvgateway.app.desired;

import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.Ipv4Prefix;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.provider.value.Ip4Address;
import io.hnvgateway.provider.value.Ip4Prefix;
import io.hnvgateway.provider.value.Mac;

/// The values of the resource model as those of the data path, and back.
public final class Convert {
    private Convert() {}

    public static Ipv4Address address(Ip4Address address) {
        return new Ipv4Address(address.bits());
    }

    public static Ip4Address address(Ipv4Address address) {
        return new Ip4Address(address.bits());
    }

    public static Ipv4Prefix prefix(Ip4Prefix prefix) {
        return new Ipv4Prefix(prefix.address().bits(), prefix.length());
    }

    public static Ip4Prefix prefix(Ipv4Prefix prefix) {
        return new Ip4Prefix(new Ip4Address(prefix.bits()), prefix.length());
    }

    public static MacAddress mac(Mac mac) {
        return new MacAddress(mac.bits());
    }
}
