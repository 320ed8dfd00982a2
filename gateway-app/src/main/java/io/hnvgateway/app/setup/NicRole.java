package io.hnvgateway.app.setup;

import io.hnvgateway.provider.value.IpAddress;
import java.util.List;

/// One line of the network's text: a NIC, what it is for, and its addresses.
///
/// @param addresses none: by DHCP and router advertisements
/// @param mtuBytes 0: the NIC's own
record NicRole(
        Role role,
        Selector nic,
        List<LinkAddress> addresses,
        List<IpAddress> gateways,
        List<IpAddress> nameServers,
        int mtuBytes) {
    NicRole {
        addresses = List.copyOf(addresses);
        gateways = List.copyOf(gateways);
        nameServers = List.copyOf(nameServers);
    }

    boolean isDynamic() {
        return addresses.isEmpty();
    }

    /// As it is written.
    String line() {
        StringBuilder line = new StringBuilder("role=" + role.word() + " " + nic.text());
        if (isDynamic()) {
            line.append(" address=dhcp");
        }
        addresses.forEach(address -> line.append(" address=").append(address));
        gateways.forEach(gateway -> line.append(" gateway=").append(gateway));
        nameServers.forEach(server -> line.append(" dns=").append(server));
        return mtuBytes == 0 ? line.toString() : line.append(" mtu=").append(mtuBytes).toString();
    }
}
