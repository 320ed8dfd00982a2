package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.Underlay.PortLink;
import io.hnvgateway.app.compile.Underlay.UnderlayRoute;
import io.hnvgateway.dataplane.netlink.KernelRoute;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Splits the kernel's routes by the roles of the links that they go out of, and adds those to
/// configured gateways and those of tagged links, of which the kernel knows nothing.
///
/// A route out of a back-end link never serves a tenant's packet. On a link with both roles tenants
/// use the configured front-end gateways only, and connected prefixes serve provider addresses.
final class UnderlayRouteReader {
    /// Better than any route of the kernel.
    private static final long CONFIGURED_METRIC = -1;

    private static final IpPrefix MULTICAST_IPV6 = IpPrefix.parse("ff00::/8");

    private final KernelState kernel;
    private final List<PortPlan> ports;
    private final UnderlayOptions options;
    private final Map<Integer, PortPlan> portOfInterface;
    private final Map<Integer, PortLink> links;

    UnderlayRouteReader(
            KernelState kernel,
            List<PortPlan> ports,
            UnderlayOptions options,
            Map<Integer, PortPlan> portOfInterface,
            Map<Integer, PortLink> links) {
        this.kernel = kernel;
        this.ports = ports;
        this.options = options;
        this.portOfInterface = portOfInterface;
        this.links = links;
    }

    Underlay.Routes read() {
        List<UnderlayRoute> frontEnd = configured(options.frontEndGateways(), PortPlan::frontEnd);
        List<UnderlayRoute> provider = configured(options.backEndGateways(), PortPlan::backEnd);
        for (UnderlayRoute route : kernelRoutes()) {
            split(route, frontEnd, provider);
        }
        for (PortPlan port : ports) {
            for (InterfaceAddress address : port.addresses()) {
                split(connected(port, address), frontEnd, provider);
            }
        }
        return new Underlay.Routes(frontEnd, provider);
    }

    private void split(
            UnderlayRoute route, List<UnderlayRoute> frontEnd, List<UnderlayRoute> provider) {
        PortPlan port = ports.get(route.port());
        if (port.frontEnd() && !port.servesBoth()) {
            frontEnd.add(route);
        }
        if (port.backEnd() && (route.gateway() == null || !port.servesBoth())) {
            provider.add(route);
        }
    }

    private List<UnderlayRoute> kernelRoutes() {
        List<UnderlayRoute> routes = new ArrayList<>();
        for (KernelRoute route : kernel.routes()) {
            IpPrefix to = route.destination();
            for (KernelRoute.NextHop hop : route.nextHops()) {
                PortPlan port = portOfInterface.get(hop.interfaceIndex());
                if (port != null && leadsBeyondTheLink(to)) {
                    routes.add(
                            new UnderlayRoute(
                                    to, port.index(), hop.gateway(), route.metric(), hop.weight()));
                }
            }
        }
        return routes;
    }

    private static boolean leadsBeyondTheLink(IpPrefix destination) {
        return !InterfaceAddress.isLinkLocalIpv6(destination.address())
                && !MULTICAST_IPV6.contains(destination.address());
    }

    private static UnderlayRoute connected(PortPlan port, InterfaceAddress address) {
        return new UnderlayRoute(address.onLink(), port.index(), null, 0, 1);
    }

    private List<UnderlayRoute> configured(List<IpAddress> gateways, Predicate<PortPlan> role) {
        List<UnderlayRoute> routes = new ArrayList<>();
        for (IpAddress gateway : gateways) {
            gatewayPort(gateway, role).ifPresent(port -> routes.add(defaultRoute(port, gateway)));
        }
        return routes;
    }

    private static UnderlayRoute defaultRoute(PortPlan port, IpAddress gateway) {
        IpPrefix all = gateway.isIpv4() ? IpPrefix.ALL_IPV4 : IpPrefix.ALL_IPV6;
        return new UnderlayRoute(all, port.index(), gateway, CONFIGURED_METRIC, 1);
    }

    /// The link of a role whose connected prefix holds the gateway; else the first link of that
    /// role.
    private Optional<PortPlan> gatewayPort(IpAddress gateway, Predicate<PortPlan> role) {
        List<PortPlan> candidates = ports.stream().filter(role).toList();
        return candidates.stream()
                .filter(port -> connects(links.get(port.index()), gateway))
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }

    private static boolean connects(@Nullable PortLink link, IpAddress gateway) {
        return link != null
                && link.addresses().stream().anyMatch(a -> a.onLink().contains(gateway));
    }
}
