package io.hnvgateway.app.host;

import io.hnvgateway.dataplane.netlink.KernelAddress;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.value.Ip4Address;
import io.hnvgateway.provider.value.Ip4Prefix;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The host's interfaces and IPv4 addresses in their roles, at one moment.
public record HostNetwork(KernelState kernel, ConnectionString connection) {

    /// Those of the connection string, else all of the back-end interfaces.
    Set<Ip4Address> providerAddresses() {
        List<Ip4Address> named = connection.providerAddresses();
        return named.isEmpty()
                ? addressesOf(connection.backEndInterfaces())
                : new LinkedHashSet<>(named);
    }

    /// All addresses of the kernel.
    Set<Ip4Address> ownAddresses() {
        return kernel.addresses().stream()
                .flatMap(address -> ipv4(address.address()).stream())
                .collect(Collectors.toSet());
    }

    Set<Ip4Address> addressesOf(List<String> interfaces) {
        return addresses(interfaces)
                .flatMap(address -> ipv4(address.address()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// A neighbour on one of the interfaces can have this address.
    boolean isOnLink(Ip4Address address, List<String> interfaces) {
        return addresses(interfaces)
                .anyMatch(own ->
                        ipv4(own.address())
                                .map(local -> prefix(local, own.prefixLength()).contains(address))
                                .orElse(false));
    }

    List<String> interfaceNames() {
        return kernel.links().values().stream().map(KernelLink::name).sorted().toList();
    }

    private Stream<KernelAddress> addresses(List<String> interfaces) {
        return interfaces.stream()
                .flatMap(name -> kernel.link(name).stream())
                .flatMap(link -> kernel.addressesOf(link.index()).stream());
    }

    private static Ip4Prefix prefix(Ip4Address address, int length) {
        int mask = length == 0 ? 0 : -1 << (32 - length);
        return new Ip4Prefix(new Ip4Address(address.bits() & mask), length);
    }

    private static Optional<Ip4Address> ipv4(IpAddress address) {
        return address.isIpv4()
                ? Optional.of(new Ip4Address(address.ipv4Bits()))
                : Optional.empty();
    }
}
