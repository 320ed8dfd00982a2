package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.Fib;
import io.hnvgateway.compartments.FibBuilder;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.GatewayInterface;
import io.hnvgateway.compartments.GatewayInterfaces;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.NextHop;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One network → its compartment: routes, lookup records, adjacencies.
final class NetworkCompiler {
    /// NVGRE over IPv4: outer IP 20, GRE 8, inner Ethernet 14 (RFC 7637 §4.4).
    static final int OVERHEAD_BYTES = 42;

    private final AdjacencyBook adjacencies;
    private final ProviderRoutes provider;

    NetworkCompiler(AdjacencyBook adjacencies, ProviderRoutes provider) {
        this.adjacencies = adjacencies;
        this.provider = provider;
    }

    Compartment compile(TenantNetwork network, CompartmentRegistry.Entry entry, int generation) {
        GatewayInterfaces interfaces = new GatewayInterfaces(network.gatewayInterfaces());
        LookupTable records = records(network, entry.index(), interfaces);
        List<Route> routes = routes(network);
        return new Compartment(
                new Compartment.Identity(entry.index(), generation, network.rdid(), network.name()),
                new Compartment.Topology(network.subnets(), interfaces),
                records,
                new Compartment.Forwarding(
                        routes,
                        fib(routes, records),
                        network.directPrefixes(),
                        network.backEnd().sourceCheck(),
                        innerMtuBytes(network)),
                entry.state());
    }

    int innerMtuBytes(TenantNetwork network) {
        Integer wanted = network.backEnd().mtuBytes();
        int most = provider.mtuBytes() - OVERHEAD_BYTES;
        return wanted == null ? most : Math.min(wanted, most);
    }

    private LookupTable records(TenantNetwork network, int index, GatewayInterfaces interfaces) {
        int[] gatewayVsids =
                network.gatewayInterfaces().stream()
                        .mapToInt(i -> i.vsid().value())
                        .distinct()
                        .toArray();
        List<LookupRecord> lookups = network.lookupRecords();
        int[][] slots = new int[lookups.size()][];
        adjacencies.begin(index);
        for (int i = 0; i < slots.length; i++) {
            slots[i] =
                    slots(lookups.get(i), gatewayVsids, path(network, lookups.get(i), interfaces));
        }
        adjacencies.end();
        return new LookupTable(lookups, gatewayVsids, slots);
    }

    private AdjacencyBook.Path path(
            TenantNetwork network, LookupRecord lookup, GatewayInterfaces interfaces) {
        return new AdjacencyBook.Path(
                provider.sourceFor(lookup.providerAddress()),
                provider.nextHop(lookup.providerAddress()),
                interfaces.macFacing(lookup.vsid().value()),
                innerMtuBytes(network),
                network.backEnd().outerDontFragment());
    }

    private int[] slots(LookupRecord lookup, int[] gatewayVsids, AdjacencyBook.Path path) {
        int[] slots = new int[1 + gatewayVsids.length];
        slots[0] = slot(lookup, lookup.vsid().value(), path);
        for (int i = 0; i < gatewayVsids.length; i++) {
            slots[1 + i] = slot(lookup, gatewayVsids[i], path);
        }
        return slots;
    }

    private int slot(LookupRecord lookup, int vsid, AdjacencyBook.Path path) {
        return adjacencies.slot(
                new AdjacencyBook.Name(lookup.customerAddress(), vsid), lookup, path);
    }

    /// Best metric first, so that the first route to a prefix is the one in force.
    private static List<Route> routes(TenantNetwork network) {
        List<Route> routes = new ArrayList<>();
        for (GatewayInterface own : network.gatewayInterfaces()) {
            routes.add(connected(IpPrefix.host(own.address()), new NextHop.Local()));
        }
        for (VirtualSubnet subnet : network.subnets()) {
            for (IpPrefix prefix : subnet.prefixes()) {
                routes.add(connected(prefix, new NextHop.Subnet(subnet.vsid())));
            }
        }
        network.routes().stream()
                .sorted(Comparator.comparingInt(Route::metric))
                .forEach(routes::add);
        for (IpPrefix prefix : network.addressSpace()) {
            routes.add(new Route(prefix, new NextHop.Blackhole(), Integer.MAX_VALUE));
        }
        routes.add(new Route(IpPrefix.ALL_IPV4, new NextHop.FrontEnd(), Integer.MAX_VALUE));
        return List.copyOf(routes);
    }

    private static Route connected(IpPrefix prefix, NextHop nextHop) {
        return new Route(prefix, nextHop, Route.CONNECTED_METRIC);
    }

    private static Fib fib(List<Route> routes, LookupTable records) {
        FibBuilder fib = new FibBuilder();
        for (Route route : routes) {
            int entry = entry(route.nextHop(), records);
            if (entry != FibEntry.NONE) {
                fib.put(route.destination(), entry);
            }
        }
        return fib.build();
    }

    private static int entry(NextHop nextHop, LookupTable records) {
        return switch (nextHop) {
            case NextHop.Subnet(var vsid) -> FibEntry.of(FibEntry.SUBNET, vsid.value());
            case NextHop.Via(IpAddress via) -> via(records.find(via.high(), via.low()));
            case NextHop.FrontEnd() -> FibEntry.of(FibEntry.FRONT_END, 0);
            case NextHop.Local() -> FibEntry.of(FibEntry.LOCAL, 0);
            case NextHop.Blackhole() -> FibEntry.of(FibEntry.BLACKHOLE, 0);
        };
    }

    /// A route via a VM without a lookup record is not in force.
    private static int via(int lookup) {
        return lookup == LookupTable.NONE ? FibEntry.NONE : FibEntry.of(FibEntry.VIA, lookup);
    }
}
