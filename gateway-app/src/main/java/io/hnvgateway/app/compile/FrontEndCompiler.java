package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.Underlay.PortLink;
import io.hnvgateway.app.compile.Underlay.UnderlayRoute;
import io.hnvgateway.compartments.Fib;
import io.hnvgateway.compartments.FibBuilder;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.FrontEnd.LinkAddresses;
import io.hnvgateway.compartments.IpTable;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.ProviderNetwork;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Underlay and what tenants publish → the two contexts outside the compartments.
final class FrontEndCompiler {
    private final Underlay underlay;
    private final List<PortPlan> ports;
    private final NeighborTable neighbors;

    FrontEndCompiler(Underlay underlay, List<PortPlan> ports, NeighborTable neighbors) {
        this.underlay = underlay;
        this.ports = ports;
        this.neighbors = neighbors;
    }

    /// Compiles the front end.
    ///
    /// @param ingressAdjacency slot that stands for any front-end port
    FrontEnd frontEnd(Collection<CompiledNetwork> networks, int ingressAdjacency) {
        LinkAddresses[] addresses = new LinkAddresses[ports.size()];
        boolean[] serves = new boolean[ports.size()];
        for (PortPlan port : ports) {
            PortLink link = underlay.links().get(port.index());
            IpAddress own = link == null ? null : link.address();
            addresses[port.index()] = new LinkAddresses(own, null);
            serves[port.index()] = port.frontEnd();
        }
        return new FrontEnd(
                owners(networks), routes(), ingressAdjacency, List.of(addresses), serves);
    }

    ProviderNetwork provider() {
        Map<IpAddress, Integer> own = new HashMap<>();
        underlay.providerAddresses().forEach(address -> own.put(address, 1));
        boolean[] serves = new boolean[ports.size()];
        ports.forEach(port -> serves[port.index()] = port.backEnd());
        return new ProviderNetwork(IpTable.of(own), serves);
    }

    /// What the host owns comes first: no tenant's configuration takes it away.
    private Fib owners(Collection<CompiledNetwork> networks) {
        FibBuilder fib = new FibBuilder();
        underlay.hostAddresses()
                .ipv4()
                .forEach((address, port) -> fib.put(IpPrefix.host(address), host(port)));
        for (CompiledNetwork network : networks) {
            int index = network.compartment().index();
            network.publicAddresses()
                    .forEach(a ->
                            fib.put(
                                    IpPrefix.host(IpAddress.ofIpv4(a)),
                                    FibEntry.of(FibEntry.PUBLIC, index)));
            network.source()
                    .directPrefixes()
                    .forEach(p -> fib.put(p, FibEntry.of(FibEntry.COMPARTMENT, index)));
        }
        int isProtected = FibEntry.of(FibEntry.PROTECTED, 0);
        underlay.protectedPrefixes().forEach(prefix -> fib.put(prefix, isProtected));
        for (CompiledNetwork network : networks) {
            network.source()
                    .lookupRecords()
                    .forEach(r -> fib.put(IpPrefix.host(r.providerAddress()), isProtected));
        }
        routers().forEach(a -> fib.put(a, FibEntry.of(FibEntry.ROUTER, 0)));
        return fib.build();
    }

    /// One interface for both roles puts the router's address into a protected prefix.
    private Stream<IpPrefix> routers() {
        return underlay.routes().frontEnd().stream()
                .flatMap(route -> Stream.ofNullable(route.gateway()))
                .filter(a -> underlay.protectedPrefixes().stream().anyMatch(p -> p.contains(a)))
                .map(IpPrefix::host);
    }

    private static int host(int port) {
        return port == Underlay.NO_PORT
                ? FibEntry.of(FibEntry.PROTECTED, port)
                : FibEntry.of(FibEntry.HOST, port);
    }

    private Fib routes() {
        FibBuilder fib = new FibBuilder();
        underlay.routes().frontEnd().stream()
                .sorted(Comparator.comparingLong(UnderlayRoute::metric))
                .forEach(route -> fib.put(route.prefix(), entry(route)));
        return fib.build();
    }

    private int entry(UnderlayRoute route) {
        IpAddress gateway = route.gateway();
        return gateway == null
                ? FibEntry.of(FibEntry.ON_LINK, route.port())
                : FibEntry.of(
                        FibEntry.GATEWAY,
                        neighbors.want(route.port(), gateway.high(), gateway.low()));
    }
}
