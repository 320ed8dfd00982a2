package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.Fib;
import io.hnvgateway.compartments.FibBuilder;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.GatewayInterface;
import io.hnvgateway.compartments.LinkLocal;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.NextHop;
import io.hnvgateway.compartments.NextHopGroup.Member;
import io.hnvgateway.compartments.NextHopGroups;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The routes of one network: configured ones and those that follow from its subnets, compiled over
/// its lookup records.
final class RouteCompiler {
    private final TenantNetwork network;
    private final LookupTable records;
    private final List<Route> others;

    /// @param others routes by the network's tunnels, and learned ones
    RouteCompiler(TenantNetwork network, LookupTable records, List<Route> others) {
        this.others = others;
        this.network = network;
        this.records = records;
    }

    /// Routes and what they were compiled to.
    record Compiled(List<Route> routes, Fib fib, NextHopGroups groups) {}

    /// Compiles the routes.
    ///
    /// @param previous groups of the compartment before, whose flows stay where they can
    Compiled compile(NextHopGroups previous) {
        List<Route> routes = routes();
        NextHopGroups.Builder groups = new NextHopGroups.Builder(previous);
        FibBuilder fib = new FibBuilder();
        ownLinkLocals(fib);
        byPrefix(routes)
                .forEach((prefix, ways) -> {
                    int entry = entry(prefix, ways, groups);
                    if (entry != FibEntry.NONE) {
                        fib.put(prefix, entry);
                    }
                });
        return new Compiled(routes, fib.build(), groups.build());
    }

    /// Link-local addresses other than the gateway's are no router's business (RFC 4291 §2.5.6).
    private void ownLinkLocals(FibBuilder fib) {
        for (GatewayInterface own : network.gatewayInterfaces()) {
            long identifier = LinkLocal.interfaceIdentifier(own.mac().bits());
            IpAddress address = new IpAddress(LinkLocal.HIGH, identifier);
            fib.put(IpPrefix.host(address), FibEntry.of(FibEntry.LOCAL, 0));
        }
        fib.put(InterfaceAddress.LINK_LOCAL_IPV6, FibEntry.of(FibEntry.BLACKHOLE, 0));
    }

    /// Best metric first, so that the first routes to a prefix are those in force.
    private List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (GatewayInterface own : network.gatewayInterfaces()) {
            routes.add(connected(IpPrefix.host(own.address()), new NextHop.Local()));
        }
        for (VirtualSubnet subnet : network.subnets()) {
            for (IpPrefix prefix : subnet.prefixes()) {
                routes.add(connected(prefix, new NextHop.Subnet(subnet.vsid())));
            }
        }
        Stream.concat(network.routes().stream(), others.stream())
                .sorted(Comparator.comparingInt(Route::metric))
                .forEach(routes::add);
        for (IpPrefix prefix : network.addressSpace()) {
            routes.add(new Route(prefix, unknownAddresses(), Integer.MAX_VALUE));
        }
        routes.add(new Route(IpPrefix.ALL_IPV4, new NextHop.FrontEnd(), Integer.MAX_VALUE));
        routes.add(new Route(IpPrefix.ALL_IPV6, new NextHop.FrontEnd(), Integer.MAX_VALUE));
        return List.copyOf(routes);
    }

    private static Route connected(IpPrefix prefix, NextHop nextHop) {
        return new Route(prefix, nextHop, Route.CONNECTED_METRIC);
    }

    /// Where addresses of the tenant's own space lead that no subnet and no route names: to the
    /// other gateway of the network, if it has one; of several the one in the lowest VSID, for the
    /// order of subnets says nothing.
    private NextHop unknownAddresses() {
        Optional<VirtualSubnet> served =
                network.subnets().stream()
                        .filter(s -> records.wildcard(s.vsid().value()) != LookupTable.NONE)
                        .min(Comparator.comparingInt(s -> s.vsid().value()));
        return served.isPresent()
                ? new NextHop.Wildcard(served.get().vsid())
                : new NextHop.Blackhole();
    }

    private static Map<IpPrefix, List<Route>> byPrefix(List<Route> routes) {
        return routes.stream()
                .collect(
                        Collectors.groupingBy(
                                Route::destination, LinkedHashMap::new, Collectors.toList()));
    }

    /// The entry of the best routes that are in force.
    ///
    /// @param ways best metric first
    private int entry(IpPrefix prefix, List<Route> ways, NextHopGroups.Builder groups) {
        for (Route way : ways) {
            int entry =
                    way.nextHop() instanceof NextHop.Via
                            ? equalCost(prefix, way.metric(), ways, groups)
                            : entry(way.nextHop());
            if (entry != FibEntry.NONE) {
                return entry;
            }
        }
        return FibEntry.NONE;
    }

    private int equalCost(
            IpPrefix prefix, int metric, List<Route> ways, NextHopGroups.Builder groups) {
        List<Member> members = new ArrayList<>();
        for (Route way : ways) {
            Member member = way.metric() == metric ? member(way.nextHop()) : null;
            if (member != null && !members.contains(member)) {
                members.add(member);
            }
        }
        return members.isEmpty() ? FibEntry.NONE : groups.entry(prefix, members);
    }

    /// A route via a VM without a lookup record is not in force; nor one via a VM with IP rewrite,
    /// which gets packets for its own address only.
    private @Nullable Member member(NextHop nextHop) {
        if (!(nextHop instanceof NextHop.Via(IpAddress via))) {
            return null;
        }
        int lookup = records.find(via.high(), via.low());
        return lookup == LookupTable.NONE || records.isRewrite(lookup)
                ? null
                : new Member(via, 0, 1, FibEntry.of(FibEntry.VIA, lookup));
    }

    private int entry(NextHop nextHop) {
        return switch (nextHop) {
            case NextHop.Subnet(var vsid) -> FibEntry.of(FibEntry.SUBNET, vsid.value());
            case NextHop.Wildcard(var vsid) ->
                    FibEntry.of(FibEntry.VIA, records.wildcard(vsid.value()));
            case NextHop.Via _ -> FibEntry.NONE;
            case NextHop.FrontEnd() -> FibEntry.of(FibEntry.FRONT_END, 0);
            case NextHop.Local() -> FibEntry.of(FibEntry.LOCAL, 0);
            case NextHop.Tunnel(var index) -> FibEntry.of(FibEntry.TUNNEL, index);
            case NextHop.Blackhole() -> FibEntry.of(FibEntry.BLACKHOLE, 0);
        };
    }
}
