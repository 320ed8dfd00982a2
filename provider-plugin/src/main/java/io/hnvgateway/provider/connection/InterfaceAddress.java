package io.hnvgateway.provider.connection;

import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;

/// An address of the gateway on a tagged interface, which the host's kernel does not know; written
/// `192.0.2.9/24@eth1.100`. No address holds an `@`, so the first one ends it.
///
/// @param prefixLength of the subnet on the link: 0..32 or 0..128
/// @param interfaceName as in the list of interfaces, `device.VLAN`
public record InterfaceAddress(IpAddress address, int prefixLength, String interfaceName) {

    static InterfaceAddress parse(String text) {
        int at = text.indexOf('@');
        int slash = text.indexOf('/');
        if (at < 0 || slash < 0 || slash > at) {
            throw new InvalidValueException(
                    "must be an address of an interface", "as in 192.0.2.9/24@eth1.100");
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash).strip());
        int length = IpPrefix.length(text.substring(slash + 1, at).strip(), address.bits());
        InterfaceAddress result =
                new InterfaceAddress(address, length, text.substring(at + 1).strip());
        if (!address.isUnicast() || !result.prefix().isHostAddress(address)) {
            throw new InvalidValueException("must be a host address of its subnet");
        }
        if (InterfaceName.tagged(result.interfaceName).isEmpty()) {
            throw new InvalidValueException(
                    "must stand on a tagged interface as in eth1.100",
                    "other interfaces have their addresses from the host");
        }
        return result;
    }

    /// The subnet on the link.
    public IpPrefix prefix() {
        return IpPrefix.of(address, prefixLength);
    }

    @Override
    public String toString() {
        return address + "/" + prefixLength + "@" + interfaceName;
    }
}
