package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.NetworkBook.Swap;
import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.app.desired.TenantConnection;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.FrontEnd.LinkAddresses;
import io.hnvgateway.compartments.NextHop;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.compartments.tunnel.TunnelState;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.provider.resource.GreConnection;
import io.hnvgateway.provider.resource.IpSecConnection;
import io.hnvgateway.provider.resource.L3Connection;
import io.hnvgateway.provider.resource.TunnelEndpoints;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tunnels of all networks' connections: a connection has its index and its counters from the
/// first compilation that names it until one without it is published. Owner: whoever holds the
/// compiler's lock.
final class TunnelBook {
    private static final Logger LOG = LoggerFactory.getLogger(TunnelBook.class);

    /// No path says less by itself; the link's MTU counts.
    private static final int ANY_MTU_BYTES = 65_535;

    private static final IpAddress ANY_PEER = new IpAddress(0, 0);

    private final Map<Key, Entry> entries = new HashMap<>();
    private final TunnelTable table;
    private final @Nullable IpAddress preferred;
    private final IpSecTunnels ipSec;
    private final TenantLinkBook links;

    private record Key(RoutingDomainId rdid, String connection) {}

    private record Entry(int index, TunnelState state) {}

    /// What a change publishes.
    private record Change(
            List<Tunnel> tunnels,
            Set<Integer> withdrawn,
            List<IpSecTunnel> ipSec,
            Set<String> ended) {
        Change() {
            this(new ArrayList<>(), new HashSet<>(), new ArrayList<>(), new HashSet<>());
        }
    }

    /// @param preferred where tunnels end that name no address; null: the first of the front end
    /// @param ipSec is told of IPSec connections
    /// @param ports the gateway's links, on one of which the VLANs of L3 connections are
    TunnelBook(
            TunnelTable table,
            @Nullable IpAddress preferred,
            IpSecTunnels ipSec,
            List<PortPlan> ports) {
        links = new TenantLinkBook(ports);
        this.table = table;
        this.preferred = preferred;
        this.ipSec = ipSec;
    }

    /// How many more connections there may be.
    int room() {
        return TunnelTable.LIMIT - 1 - entries.size();
    }

    /// The routes by a network's tunnels, and those that its peers told. Also a tunnel that cannot
    /// be set up has its routes, so that nothing for the other site leaves by the front end
    /// instead.
    List<Route> routes(TenantNetwork network, LearnedRoutes learned) {
        List<Route> routes = new ArrayList<>();
        Map<String, Integer> indices = new HashMap<>();
        for (TenantConnection connection : network.connections()) {
            Entry entry = entry(network.rdid(), connection);
            int index = entry.index;
            if (connection.isRouted() && !isMissed(connection, entry)) {
                indices.put(connection.name(), index);
                connection
                        .routes()
                        .forEach(r ->
                                routes.add(
                                        new Route(
                                                r.destination(),
                                                new NextHop.Tunnel(index),
                                                r.metric())));
                connection
                        .linkAddresses()
                        .forEach(own ->
                                routes.add(
                                        new Route(
                                                IpPrefix.host(own),
                                                new NextHop.Local(),
                                                Route.CONNECTED_METRIC)));
            }
        }
        LearnedCompiler.addTo(routes, learned, indices);
        return routes;
    }

    /// The connections whose routes are there.
    List<TenantConnection> routed(TenantNetwork network) {
        return network.connections().stream()
                .filter(TenantConnection::isRouted)
                .filter(connection -> !isMissed(connection, entry(network.rdid(), connection)))
                .toList();
    }

    /// A network's connections, each with what became of it.
    List<CompiledConnection> connections(TenantNetwork network) {
        List<CompiledConnection> connections = new ArrayList<>();
        for (TenantConnection connection : network.connections()) {
            Entry entry = entry(network.rdid(), connection);
            connections.add(
                    new CompiledConnection(network.rdid(), connection, entry.index, entry.state));
        }
        return connections;
    }

    /// The gateway's addresses on links of tenants, by link.
    Map<Integer, LinkAddresses> linkAddresses() {
        return links.addresses();
    }

    /// Whether a connection is down whose routes are not there meanwhile.
    private static boolean isMissed(TenantConnection connection, Entry entry) {
        return connection.withdrawsRoutesWhileDown()
                && connection.transport() instanceof IpSecConnection
                && !entry.state.isUp();
    }

    private Entry entry(RoutingDomainId rdid, TenantConnection connection) {
        return entries.computeIfAbsent(
                new Key(rdid, connection.name()), _ -> new Entry(table.claim(), new TunnelState()));
    }

    /// Compiles; of what fails half way no tunnel stays claimed.
    ///
    /// @param published the networks in force
    <T> T orNone(Collection<CompiledNetwork> published, Supplier<T> compilation) {
        try {
            return compilation.get();
        } catch (RuntimeException fault) {
            keepOnly(published);
            throw fault;
        }
    }

    private void keepOnly(Collection<CompiledNetwork> published) {
        Set<Key> known = new HashSet<>();
        for (CompiledNetwork network : published) {
            for (TenantConnection connection : network.source().connections()) {
                known.add(new Key(network.source().rdid(), connection.name()));
            }
        }
        Set<Integer> unused = new HashSet<>();
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                unused.add(entry.index);
            }
        });
        entries.keySet().retainAll(known);
        table.release(unused);
    }

    /// Takes the tunnels of networks that changed into the table, before workers have the routes.
    /// What one gives up, another may take over in the same change: all leave first.
    void swap(List<Swap> swaps, Underlay underlay) {
        Change change = new Change();
        Set<Integer> ended = new HashSet<>();
        swaps.forEach(swap -> links.forget(swap.before()));
        for (Swap swap : swaps) {
            ended.addAll(end(swap, change));
            if (swap.after() != null) {
                tunnels(swap.after(), underlay, change);
            }
        }
        change.withdrawn.addAll(ended);
        try {
            table.change(change.withdrawn, change.tunnels);
        } catch (IllegalArgumentException tie) {
            one(change.withdrawn, change.tunnels);
        }
        if (!change.ended.isEmpty() || !change.ipSec.isEmpty()) {
            ipSec.update(change.ended, change.ipSec);
        }
        table.release(ended);
    }

    /// Only a change of the host's addresses makes two tunnels one, which no validation can refuse.
    private void one(Set<Integer> withdrawn, List<Tunnel> tunnels) {
        Set<Integer> all = new HashSet<>(withdrawn);
        tunnels.forEach(tunnel -> all.add(tunnel.index()));
        table.change(all, List.of());
        for (Tunnel tunnel : tunnels) {
            try {
                table.put(tunnel);
            } catch (IllegalArgumentException tie) {
                tunnel.state().refuse(String.valueOf(tie.getMessage()));
                LOG.warn(
                        "event=tunnel-refused tenant={} connection={} reason=\"{}\"",
                        tunnel.tenant().rdid(),
                        tunnel.tenant().connection(),
                        tie.getMessage());
            }
        }
    }

    private Set<Integer> end(Swap swap, Change change) {
        if (swap.before() == null) {
            return Set.of();
        }
        TenantNetwork before = swap.before().source();
        Set<String> names = swap.after() == null ? Set.of() : names(swap.after().source());
        Set<Integer> ended = new HashSet<>();
        for (TenantConnection connection : before.connections()) {
            Entry gone =
                    names.contains(connection.name())
                            ? null
                            : entries.remove(new Key(before.rdid(), connection.name()));
            if (gone != null) {
                ended.add(gone.index);
                change.ended.add(IpSecTunnel.name(before.rdid(), connection.name()));
            }
        }
        return ended;
    }

    private static Set<String> names(TenantNetwork network) {
        return network.connections().stream()
                .map(TenantConnection::name)
                .collect(Collectors.toSet());
    }

    private void tunnels(CompiledNetwork network, Underlay underlay, Change change) {
        RoutingDomainId rdid = network.source().rdid();
        for (TenantConnection connection : network.source().connections()) {
            Entry entry = entry(rdid, connection);
            Tunnel.Path path = connection.enabled() ? path(connection, underlay) : null;
            if (path == null) {
                change.withdrawn.add(entry.index);
                refuse(entry.state, connection);
            } else {
                change.tunnels.add(
                        new Tunnel(
                                entry.index,
                                new Tunnel.Tenant(
                                        network.compartment().index(), rdid, connection.name()),
                                path,
                                connection.limits(),
                                entry.state));
            }
            if (path == null || path.kind() != Tunnel.Kind.IPSEC) {
                entry.state.up(path != null);
                change.ended.add(IpSecTunnel.name(rdid, connection.name()));
            } else {
                entry.state.permit(); // whether it is up, charon says
                change.ipSec.add(
                        new IpSecTunnel(
                                rdid,
                                network.source().name(),
                                connection,
                                entry.index,
                                path.local(),
                                entry.state));
            }
        }
    }

    private void refuse(TunnelState state, TenantConnection connection) {
        if (!connection.enabled()) {
            state.up(false);
            return;
        }
        switch (connection.transport()) {
            case GreConnection gre -> refuse(state, gre.endpoints());
            case IpSecConnection ipSec -> refuse(state, ipSec.endpoints());
            case L3Connection l3 -> state.refuse(links.refusal(l3));
        }
    }

    private static void refuse(TunnelState state, TunnelEndpoints endpoints) {
        state.refuse(
                endpoints.source() == null
                        ? "the front end has no address of the peer's family"
                        : endpoints.source() + " is no address of the front end");
    }

    /// Null: the gateway has no address for it, for now.
    private Tunnel.@Nullable Path path(TenantConnection connection, Underlay underlay) {
        return switch (connection.transport()) {
            case GreConnection gre -> {
                IpAddress peer = Convert.address(gre.endpoints().peers().getFirst());
                IpAddress local = local(gre.endpoints(), peer, underlay);
                yield local == null ? null : Tunnel.Path.gre(local, peer, gre.key(), ANY_MTU_BYTES);
            }
            case IpSecConnection ipSec -> {
                List<io.hnvgateway.provider.value.IpAddress> peers = ipSec.endpoints().peers();
                IpAddress first = peers.isEmpty() ? null : Convert.address(peers.getFirst());
                IpAddress local = local(ipSec.endpoints(), first, underlay);
                yield local == null
                        ? null
                        : Tunnel.Path.ipsec(
                                local,
                                first == null || peers.size() > 1 ? ANY_PEER : first,
                                ANY_MTU_BYTES);
            }
            case L3Connection l3 -> links.take(l3, underlay);
        };
    }

    /// @param peer null: any
    private @Nullable IpAddress local(
            TunnelEndpoints endpoints, @Nullable IpAddress peer, Underlay underlay) {
        List<IpAddress> own = underlay.vpnAddressesInOrder();
        IpAddress asked =
                endpoints.source() != null
                        ? Convert.address(endpoints.source())
                        : preferred != null && fits(preferred, peer) ? preferred : null;
        if (asked != null) {
            return own.contains(asked) ? asked : null;
        }
        return own.stream().filter(a -> fits(a, peer)).findFirst().orElse(null);
    }

    private static boolean fits(IpAddress own, @Nullable IpAddress peer) {
        return peer == null || own.isIpv4() == peer.isIpv4();
    }
}
