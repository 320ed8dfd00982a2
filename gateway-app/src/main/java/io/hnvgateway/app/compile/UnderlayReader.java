package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.Underlay.HostAddresses;
import io.hnvgateway.app.compile.Underlay.PortLink;
import io.hnvgateway.app.compile.Underlay.UnderlayRoute;
import io.hnvgateway.dataplane.netlink.KernelAddress;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelRoute;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Splits the kernel's state by the roles of the gateway's interfaces.
///
/// A route out of a back-end interface never serves a tenant's packet. On an interface with both
/// roles tenants use the configured front-end gateway only, and connected prefixes serve provider
/// addresses.
final class UnderlayReader {
    private static final long CONFIGURED_METRIC = 0;

    private final KernelState kernel;
    private final List<PortPlan> ports;
    private final UnderlayOptions options;
    private final Map<Integer, PortPlan> portOfInterface = new HashMap<>();

    private UnderlayReader(KernelState kernel, List<PortPlan> ports, UnderlayOptions options) {
        this.kernel = kernel;
        this.ports = ports;
        this.options = options;
        for (PortPlan port : ports) {
            kernel.link(port.device()).ifPresent(l -> portOfInterface.put(l.index(), port));
        }
    }

    static Underlay read(KernelState kernel, List<PortPlan> ports, UnderlayOptions options) {
        UnderlayReader reader = new UnderlayReader(kernel, ports, options);
        Set<IpAddress> own = reader.providerAddresses();
        return new Underlay(
                reader.links(),
                own,
                reader.hostAddresses(own),
                reader.protectedPrefixes(),
                new Underlay.Routes(reader.frontEndRoutes(), reader.providerRoutes()));
    }

    private Map<Integer, PortLink> links() {
        Map<Integer, PortLink> links = new HashMap<>();
        for (PortPlan port : ports) {
            kernel.link(port.device()).ifPresent(l -> links.put(port.index(), link(l)));
        }
        return links;
    }

    private PortLink link(KernelLink link) {
        IpAddress first =
                kernel.addressesOf(link.index()).stream()
                        .flatMap(a -> ipv4(a.address()).stream())
                        .findFirst()
                        .orElse(null);
        return new PortLink(link.index(), link.macAddress(), link.mtuBytes(), first);
    }

    private Set<IpAddress> providerAddresses() {
        if (!options.providerAddresses().isEmpty()) {
            return Set.copyOf(options.providerAddresses());
        }
        Set<IpAddress> addresses = new HashSet<>();
        for (PortPlan port : ports) {
            if (port.backEnd()) {
                kernel.link(port.device()).map(l -> link(l).address()).ifPresent(addresses::add);
            }
        }
        return addresses;
    }

    /// A provider address is none that a tenant may ping, whatever port has it.
    private HostAddresses hostAddresses(Set<IpAddress> own) {
        Map<IpAddress, Integer> byAddress = new HashMap<>();
        Set<InetAddress> all = new HashSet<>();
        for (KernelAddress address : kernel.addresses()) {
            all.add(address.address());
            PortPlan port = portOfInterface.get(address.interfaceIndex());
            int index = port == null || !port.frontEnd() ? Underlay.NO_PORT : port.index();
            ipv4(address.address())
                    .ifPresent(a ->
                            byAddress.merge(
                                    a, own.contains(a) ? Underlay.NO_PORT : index, Math::min));
        }
        return new HostAddresses(byAddress, all);
    }

    /// Connected prefixes of every interface but those that are front end only, and loopback.
    private Set<IpPrefix> protectedPrefixes() {
        Set<IpPrefix> prefixes = new HashSet<>();
        for (KernelAddress address : kernel.addresses()) {
            PortPlan port = portOfInterface.get(address.interfaceIndex());
            boolean frontEndOnly = port != null && port.frontEnd() && !port.backEnd();
            if (!frontEndOnly) {
                ipv4(address.address())
                        .ifPresent(a -> prefixes.add(IpPrefix.of(a, address.prefixLength())));
            }
        }
        return prefixes;
    }

    private List<UnderlayRoute> frontEndRoutes() {
        List<UnderlayRoute> routes = new ArrayList<>();
        gatewayPort(options.frontEndGateway(), PortPlan::frontEnd)
                .ifPresent(port -> routes.add(defaultRoute(port, options.frontEndGateway())));
        for (KernelRoute route : kernel.routes()) {
            PortPlan port = portOfInterface.get(route.interfaceIndex());
            if (route.isIpv4() && port != null && port.frontEnd() && !port.servesBoth()) {
                routes.add(mirrored(route, port));
            }
        }
        return routes;
    }

    private List<UnderlayRoute> providerRoutes() {
        List<UnderlayRoute> routes = new ArrayList<>();
        gatewayPort(options.backEndGateway(), PortPlan::backEnd)
                .ifPresent(port -> routes.add(defaultRoute(port, options.backEndGateway())));
        for (KernelRoute route : kernel.routes()) {
            PortPlan port = portOfInterface.get(route.interfaceIndex());
            boolean connected = route.gateway() == null;
            if (route.isIpv4()
                    && port != null
                    && port.backEnd()
                    && (connected || !port.servesBoth())) {
                routes.add(mirrored(route, port));
            }
        }
        return routes;
    }

    private static UnderlayRoute defaultRoute(PortPlan port, @Nullable IpAddress gateway) {
        return new UnderlayRoute(IpPrefix.ALL_IPV4, port.index(), gateway, CONFIGURED_METRIC);
    }

    private static UnderlayRoute mirrored(KernelRoute route, PortPlan port) {
        InetAddress via = route.gateway();
        return new UnderlayRoute(
                IpPrefix.of(IpAddress.of(route.network()), route.prefixLength()),
                port.index(),
                via == null ? null : ipv4(via).orElse(null),
                route.metric());
    }

    /// The port of a role whose connected prefix holds the gateway; else the first port of that
    /// role.
    private Optional<PortPlan> gatewayPort(@Nullable IpAddress gateway, Predicate<PortPlan> role) {
        if (gateway == null) {
            return Optional.empty();
        }
        List<PortPlan> candidates = ports.stream().filter(role).toList();
        return candidates.stream()
                .filter(port -> connects(port, gateway))
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }

    private boolean connects(PortPlan port, IpAddress gateway) {
        return kernel.link(port.device()).stream()
                .flatMap(l -> kernel.addressesOf(l.index()).stream())
                .filter(a -> a.address() instanceof Inet4Address)
                .anyMatch(a ->
                        IpPrefix.of(IpAddress.of(a.address()), a.prefixLength()).contains(gateway));
    }

    static Optional<IpAddress> ipv4(InetAddress address) {
        return address instanceof Inet4Address
                ? Optional.of(IpAddress.of(address))
                : Optional.empty();
    }
}
