package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.Underlay.PortLink;
import io.hnvgateway.app.compile.Underlay.UnderlayRoute;
import io.hnvgateway.compartments.AnnouncedAddresses;
import io.hnvgateway.compartments.Fib;
import io.hnvgateway.compartments.FibBuilder;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.FrontEnd.LinkAddresses;
import io.hnvgateway.compartments.IpTable;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.NextHopGroup.Member;
import io.hnvgateway.compartments.NextHopGroups;
import io.hnvgateway.compartments.PersistentTable;
import io.hnvgateway.compartments.PrefixTable;
import io.hnvgateway.compartments.ProviderNetwork;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Underlay and what tenants publish → the two contexts outside the compartments.
final class FrontEndCompiler {
    private final Underlay underlay;
    private final List<PortPlan> ports;
    private final NeighborTable neighbors;
    private final NextHopGroups.Builder groups;

    /// Builds a compiler for one front end.
    ///
    /// @param previous groups of the front end before, whose flows stay where they can
    FrontEndCompiler(
            Underlay underlay,
            List<PortPlan> ports,
            NeighborTable neighbors,
            NextHopGroups previous) {
        groups = new NextHopGroups.Builder(previous);
        this.underlay = underlay;
        this.ports = ports;
        this.neighbors = neighbors;
    }

    /// Compiles the front end.
    ///
    /// @param owners who an address belongs to
    /// @param ingressAdjacency slot that stands for any front-end port
    /// @param tenantLinks the gateway's addresses on the links of L3 connections
    FrontEnd frontEnd(
            PrefixTable owners, int ingressAdjacency, Map<Integer, LinkAddresses> tenantLinks) {
        LinkAddresses[] addresses = new LinkAddresses[ports.size()];
        boolean[] serves = new boolean[ports.size()];
        for (PortPlan port : ports) {
            PortLink link = underlay.links().get(port.index());
            addresses[port.index()] =
                    link == null
                            ? LinkAddresses.NONE
                            : new LinkAddresses(link.first(false), link.first(true));
            serves[port.index()] = port.frontEnd();
        }
        Fib routes = routes();
        return new FrontEnd(
                owners,
                routes,
                groups.build(),
                ingressAdjacency,
                List.of(addresses),
                tenantLinks,
                serves);
    }

    /// Compiles the provider network.
    ///
    /// @param rewriteAddresses provider addresses of VMs with IP rewrite → compartment
    /// @param announced provider addresses that the control plane named
    ProviderNetwork provider(PersistentTable rewriteAddresses, AnnouncedAddresses announced) {
        Map<IpAddress, Integer> own = new HashMap<>();
        underlay.providerAddresses().forEach(address -> own.put(address, 1));
        boolean[] serves = new boolean[ports.size()];
        ports.forEach(port -> serves[port.index()] = port.backEnd());
        return new ProviderNetwork(
                IpTable.of(own), rewriteAddresses, serves, announced, providerRoutes());
    }

    /// For the few packets that the gateway itself sends there: of equal routes the first.
    private Fib providerRoutes() {
        FibBuilder fib = new FibBuilder();
        byPrefix(underlay.routes().provider())
                .forEach((prefix, routes) -> fib.put(prefix, entry(best(routes).getFirst())));
        return fib.build();
    }

    private int entry(UnderlayRoute route) {
        IpAddress gateway = route.gateway();
        return gateway == null
                ? FibEntry.of(FibEntry.ON_LINK, route.port())
                : member(gateway, route).entry();
    }

    private Fib routes() {
        FibBuilder fib = new FibBuilder();
        byPrefix(underlay.routes().frontEnd())
                .forEach((prefix, routes) -> fib.put(prefix, entry(prefix, best(routes))));
        return fib.build();
    }

    private static Map<IpPrefix, List<UnderlayRoute>> byPrefix(List<UnderlayRoute> routes) {
        return routes.stream().collect(Collectors.groupingBy(UnderlayRoute::prefix));
    }

    /// Those with the lowest metric.
    private static List<UnderlayRoute> best(List<UnderlayRoute> routes) {
        long metric = routes.stream().mapToLong(UnderlayRoute::metric).min().orElseThrow();
        return routes.stream().filter(r -> r.metric() == metric).toList();
    }

    /// A destination that is a neighbour is so on one link; gateways of equal cost share the flows.
    private int entry(IpPrefix prefix, List<UnderlayRoute> routes) {
        List<Member> members = new ArrayList<>();
        for (UnderlayRoute route : routes) {
            IpAddress gateway = route.gateway();
            if (gateway == null) {
                return FibEntry.of(FibEntry.ON_LINK, route.port());
            }
            Member member = member(gateway, route);
            if (!members.contains(member)) {
                members.add(member);
            }
        }
        return groups.entry(prefix, members);
    }

    private Member member(IpAddress gateway, UnderlayRoute route) {
        int slot = neighbors.want(route.port(), gateway.high(), gateway.low());
        return new Member(
                gateway, route.port(), route.weight(), FibEntry.of(FibEntry.GATEWAY, slot));
    }

    /// The slot that stands for all that comes from the front end, as the ledger has it.
    static int adjacency(AdjacencyTable table, AdjacencyLedger ledger) {
        Adjacency any = new Adjacency();
        any.kind = Adjacency.FRONT_END;
        OptionalInt kept = ledger.keptFrontEnd();
        int slot = kept.orElseGet(table::allocate);
        table.write(slot, any);
        if (kept.isEmpty()) {
            ledger.frontEnd(slot);
        }
        return slot;
    }
}
