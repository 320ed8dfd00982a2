package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.Underlay.PortLink;
import io.hnvgateway.app.compile.Underlay.UnderlayRoute;
import io.hnvgateway.compartments.Fib;
import io.hnvgateway.compartments.FibBuilder;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.IntTable;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.ProviderNetwork;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.Ipv4Prefix;
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
        int[] addresses = new int[ports.size()];
        boolean[] serves = new boolean[ports.size()];
        for (PortPlan port : ports) {
            PortLink link = underlay.links().get(port.index());
            Ipv4Address own = link == null ? null : link.address();
            addresses[port.index()] = own == null ? 0 : own.bits();
            serves[port.index()] = port.frontEnd();
        }
        return new FrontEnd(owners(networks), routes(), ingressAdjacency, addresses, serves);
    }

    ProviderNetwork provider() {
        Map<Integer, Integer> own = new HashMap<>();
        underlay.providerAddresses().forEach(address -> own.put(address.bits(), 1));
        boolean[] serves = new boolean[ports.size()];
        ports.forEach(port -> serves[port.index()] = port.backEnd());
        return new ProviderNetwork(IntTable.of(own), serves);
    }

    /// What the host owns comes first: no tenant's configuration takes it away.
    private Fib owners(Collection<CompiledNetwork> networks) {
        FibBuilder fib = new FibBuilder();
        underlay.hostAddresses()
                .ipv4()
                .forEach((address, port) -> fib.put(Ipv4Prefix.host(address.bits()), host(port)));
        for (CompiledNetwork network : networks) {
            int index = network.compartment().index();
            network.publicAddresses()
                    .forEach(a -> fib.put(Ipv4Prefix.host(a), FibEntry.of(FibEntry.PUBLIC, index)));
            network.source()
                    .directPrefixes()
                    .forEach(p -> fib.put(p, FibEntry.of(FibEntry.COMPARTMENT, index)));
        }
        int isProtected = FibEntry.of(FibEntry.PROTECTED, 0);
        underlay.protectedPrefixes().forEach(prefix -> fib.put(prefix, isProtected));
        for (CompiledNetwork network : networks) {
            network.source()
                    .lookupRecords()
                    .forEach(
                            r -> fib.put(Ipv4Prefix.host(r.providerAddress().bits()), isProtected));
        }
        routers().forEach(a -> fib.put(a, FibEntry.of(FibEntry.ROUTER, 0)));
        return fib.build();
    }

    /// One interface for both roles puts the router's address into a protected prefix.
    private Stream<Ipv4Prefix> routers() {
        return underlay.routes().frontEnd().stream()
                .flatMap(route -> Stream.ofNullable(route.gateway()))
                .filter(a ->
                        underlay.protectedPrefixes().stream().anyMatch(p -> p.contains(a.bits())))
                .map(a -> Ipv4Prefix.host(a.bits()));
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
        Ipv4Address gateway = route.gateway();
        return gateway == null
                ? FibEntry.of(FibEntry.ON_LINK, route.port())
                : FibEntry.of(FibEntry.GATEWAY, neighbors.want(route.port(), gateway.bits()));
    }
}
