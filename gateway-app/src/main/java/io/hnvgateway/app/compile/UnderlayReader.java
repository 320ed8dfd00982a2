package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.Underlay.HostAddresses;
import io.hnvgateway.app.compile.Underlay.PortLink;
import io.hnvgateway.dataplane.netlink.KernelAddress;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Splits the kernel's state by the roles of the gateway's links.
final class UnderlayReader {
    private final KernelState kernel;
    private final List<PortPlan> ports;
    private final UnderlayOptions options;
    private final Map<Integer, PortPlan> portOfInterface = new HashMap<>();
    private final Map<Integer, PortLink> links = new HashMap<>();

    private UnderlayReader(KernelState kernel, List<PortPlan> ports, UnderlayOptions options) {
        this.kernel = kernel;
        this.ports = ports;
        this.options = options;
        for (PortPlan port : ports) {
            kernel.link(port.device())
                    .ifPresent(link -> {
                        if (!port.isTagged()) {
                            portOfInterface.put(link.index(), port);
                        }
                        links.put(
                                port.index(),
                                new PortLink(
                                        link.index(),
                                        link.macAddress(),
                                        link.mtuBytes(),
                                        port.vlan(),
                                        addresses(port, link.index())));
                    });
        }
    }

    static Underlay read(KernelState kernel, List<PortPlan> ports, UnderlayOptions options) {
        UnderlayReader reader = new UnderlayReader(kernel, ports, options);
        Set<IpAddress> own = reader.providerAddresses();
        return new Underlay(
                reader.links,
                own,
                reader.hostAddresses(own),
                reader.protectedPrefixes(),
                new UnderlayRouteReader(
                                kernel, ports, options, reader.portOfInterface, reader.links)
                        .read(),
                reader.hostVlans());
    }

    private Map<String, Set<Integer>> hostVlans() {
        return ports.stream()
                .map(PortPlan::device)
                .distinct()
                .collect(
                        Collectors.toMap(
                                device -> device, device -> kernel.hostVlans(device).keySet()));
    }

    private List<InterfaceAddress> addresses(PortPlan port, int interfaceIndex) {
        return port.isTagged()
                ? port.addresses()
                : kernel.addressesOf(interfaceIndex).stream()
                        .map(UnderlayReader::address)
                        .filter(a -> !a.isLinkLocalIpv6())
                        .toList();
    }

    private static InterfaceAddress address(KernelAddress address) {
        return new InterfaceAddress(address.address(), address.prefixLength());
    }

    /// Without configured ones the first of each family on each back-end link.
    private Set<IpAddress> providerAddresses() {
        if (!options.providerAddresses().isEmpty()) {
            return Set.copyOf(options.providerAddresses());
        }
        return ports.stream()
                .filter(PortPlan::backEnd)
                .flatMap(port -> Stream.ofNullable(links.get(port.index())))
                .flatMap(link -> Stream.of(false, true).map(link::first))
                .flatMap(Stream::ofNullable)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// A provider address is none that a tenant may ping, whatever link has it.
    private HostAddresses hostAddresses(Set<IpAddress> own) {
        Map<IpAddress, Integer> byAddress = new HashMap<>();
        Set<IpAddress> all = new HashSet<>();
        for (KernelAddress kernelAddress : kernel.addresses()) {
            if (!kernelAddress.address().equals(options.managementAddress())) {
                all.add(kernelAddress.address());
            }
            InterfaceAddress address = address(kernelAddress);
            PortPlan port = portOfInterface.get(kernelAddress.interfaceIndex());
            if (!address.isLinkLocalIpv6()) {
                byAddress.merge(address.address(), owner(port, address, own), Math::min);
            }
        }
        for (PortPlan port : ports) {
            for (InterfaceAddress address : port.addresses()) {
                byAddress.merge(address.address(), owner(port, address, own), Math::min);
            }
        }
        return new HostAddresses(byAddress, all);
    }

    private static int owner(
            @Nullable PortPlan port, InterfaceAddress address, Set<IpAddress> provider) {
        return port == null || !port.frontEnd() || provider.contains(address.address())
                ? Underlay.NO_PORT
                : port.index();
    }

    /// Connected prefixes of every link but those that are front end only, and loopback. IPv6
    /// link-local addresses mean nothing beyond a link.
    private Set<IpPrefix> protectedPrefixes() {
        Set<IpPrefix> prefixes = new HashSet<>();
        prefixes.add(InterfaceAddress.LINK_LOCAL_IPV6);
        for (KernelAddress address : kernel.addresses()) {
            protect(portOfInterface.get(address.interfaceIndex()), address(address), prefixes);
        }
        for (PortPlan port : ports) {
            port.addresses().forEach(address -> protect(port, address, prefixes));
        }
        return prefixes;
    }

    private static void protect(
            @Nullable PortPlan port, InterfaceAddress address, Set<IpPrefix> prefixes) {
        boolean frontEndOnly = port != null && port.frontEnd() && !port.backEnd();
        if (!frontEndOnly && !address.isLinkLocalIpv6()) {
            prefixes.add(address.onLink());
        }
    }
}
