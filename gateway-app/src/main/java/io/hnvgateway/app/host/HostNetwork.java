package io.hnvgateway.app.host;

import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.dataplane.netlink.KernelAddress;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.connection.InterfaceAddress;
import io.hnvgateway.provider.connection.InterfaceName;
import io.hnvgateway.provider.connection.TaggedInterface;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The host's interfaces and addresses in their roles, at one moment, and what the connection
/// string adds to them.
public record HostNetwork(KernelState kernel, ConnectionString connection) {

    /// Those of the connection string, else all of the back-end interfaces.
    Set<IpAddress> providerAddresses() {
        List<IpAddress> named = connection.providerAddresses();
        return named.isEmpty()
                ? addressesOf(connection.backEndInterfaces()).stream()
                        .filter(IpAddress::isUnicast)
                        .collect(Collectors.toCollection(LinkedHashSet::new))
                : new LinkedHashSet<>(named);
    }

    /// All addresses of the kernel.
    Set<IpAddress> ownAddresses() {
        return kernel.addresses().stream().map(HostNetwork::address).collect(Collectors.toSet());
    }

    /// Those of the kernel, or of the connection string where the gateway tags itself.
    Set<IpAddress> addressesOf(List<String> interfaces) {
        Set<IpAddress> all = new LinkedHashSet<>();
        kernelAddresses(interfaces).map(HostNetwork::address).forEach(all::add);
        taggedAddresses(interfaces).map(InterfaceAddress::address).forEach(all::add);
        return all;
    }

    /// A neighbour on one of the interfaces can have this address.
    boolean isOnLink(IpAddress address, List<String> interfaces) {
        Stream<IpPrefix> kernelPrefixes =
                kernelAddresses(interfaces)
                        .map(own -> IpPrefix.of(address(own), own.prefixLength()));
        Stream<IpPrefix> taggedPrefixes = taggedAddresses(interfaces).map(InterfaceAddress::prefix);
        return Stream.concat(kernelPrefixes, taggedPrefixes)
                .anyMatch(prefix -> prefix.contains(address));
    }

    List<String> interfaceNames() {
        return kernel.links().values().stream().map(KernelLink::name).sorted().toList();
    }

    /// The device and VLAN that an interface of the connection string stands for; empty if the host
    /// has a device of that very name, or the name has no VLAN.
    public Optional<TaggedInterface> tagged(String interfaceName) {
        return kernel.link(interfaceName).isPresent()
                ? Optional.empty()
                : InterfaceName.tagged(interfaceName);
    }

    /// The devices under all interfaces of the connection string.
    Set<String> devices() {
        return Stream.of(connection.frontEndInterfaces(), connection.backEndInterfaces())
                .flatMap(List::stream)
                .map(name -> tagged(name).map(TaggedInterface::device).orElse(name))
                .collect(Collectors.toSet());
    }

    private Stream<KernelAddress> kernelAddresses(List<String> interfaces) {
        return interfaces.stream()
                .flatMap(name -> kernel.link(name).stream())
                .flatMap(link -> kernel.addressesOf(link.index()).stream());
    }

    private Stream<InterfaceAddress> taggedAddresses(List<String> interfaces) {
        return connection.addresses().stream()
                .filter(address -> interfaces.contains(address.interfaceName()));
    }

    private static IpAddress address(KernelAddress address) {
        return Convert.address(address.address());
    }
}
