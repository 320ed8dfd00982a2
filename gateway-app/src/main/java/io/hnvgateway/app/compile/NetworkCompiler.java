package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.GatewayInterfaces;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.NextHopGroups;
import org.jspecify.annotations.Nullable;

/// One network → its compartment: routes, lookup records, adjacencies.
final class NetworkCompiler {
    private final AdjacencyBook adjacencies;
    private final ProviderRoutes provider;
    private final TunnelBook tunnels;

    NetworkCompiler(AdjacencyBook adjacencies, ProviderRoutes provider, TunnelBook tunnels) {
        this.adjacencies = adjacencies;
        this.provider = provider;
        this.tunnels = tunnels;
    }

    /// Compiles a network.
    ///
    /// @param learned what its peers told
    /// @param previous what it was compiled to before, or null
    Compartment compile(
            TenantNetwork network,
            LearnedRoutes learned,
            CompartmentRegistry.Entry entry,
            int generation,
            @Nullable Compartment previous) {
        GatewayInterfaces interfaces = new GatewayInterfaces(network.gatewayInterfaces());
        RecordCompiler lookups = new RecordCompiler(adjacencies, provider, network, interfaces);
        LookupTable records = lookups.compile(entry.index());
        RouteCompiler.Compiled routes =
                new RouteCompiler(network, records, tunnels.routes(network, learned))
                        .compile(
                                previous == null
                                        ? NextHopGroups.EMPTY
                                        : previous.forwarding().groups());
        return new Compartment(
                new Compartment.Identity(entry.index(), generation, network.rdid(), network.name()),
                new Compartment.Topology(
                        network.subnets(),
                        interfaces,
                        network.backEnd().control().sendUnreachable()),
                records,
                new Compartment.Forwarding(
                        routes.routes(),
                        routes.fib(),
                        routes.groups(),
                        network.directPrefixes(),
                        network.backEnd().sourceCheck(),
                        lookups.leastMtuBytes()),
                entry.state());
    }
}
