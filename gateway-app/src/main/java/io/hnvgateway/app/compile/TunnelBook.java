package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.NetworkBook.Swap;
import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.app.desired.TenantConnection;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.NextHop;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.compartments.tunnel.TunnelState;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.provider.resource.GreConnection;
import io.hnvgateway.provider.resource.TunnelEndpoints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private final Map<Key, Entry> entries = new HashMap<>();
    private final TunnelTable table;
    private final @Nullable IpAddress preferred;

    private record Key(RoutingDomainId rdid, String connection) {}

    private record Entry(int index, TunnelState state) {}

    /// @param preferred where tunnels end that name no address; null: the first of the front end
    TunnelBook(TunnelTable table, @Nullable IpAddress preferred) {
        this.table = table;
        this.preferred = preferred;
    }

    /// How many more connections there may be.
    int room() {
        return TunnelTable.LIMIT - 1 - entries.size();
    }

    /// The routes by a network's tunnels. Also one that cannot be set up has its routes, so that
    /// nothing for the other site leaves by the front end instead.
    List<Route> routes(TenantNetwork network) {
        List<Route> routes = new ArrayList<>();
        for (TenantConnection connection : network.connections()) {
            int index = entry(network.rdid(), connection).index;
            if (connection.isRouted()) {
                connection
                        .routes()
                        .forEach(r ->
                                routes.add(
                                        new Route(
                                                r.destination(),
                                                new NextHop.Tunnel(index),
                                                r.metric())));
            }
        }
        return routes;
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

    private Entry entry(RoutingDomainId rdid, TenantConnection connection) {
        return entries.computeIfAbsent(
                new Key(rdid, connection.name()), _ -> new Entry(table.claim(), new TunnelState()));
    }

    /// Takes the tunnels of networks that changed into the table, before workers have the routes.
    /// What one gives up, another may take over in the same change: all leave first.
    void swap(List<Swap> swaps, Underlay underlay) {
        Set<Integer> withdrawn = new HashSet<>();
        Set<Integer> ended = new HashSet<>();
        List<Tunnel> tunnels = new ArrayList<>();
        for (Swap swap : swaps) {
            ended.addAll(end(swap));
            if (swap.after() != null) {
                tunnels(swap.after(), underlay, tunnels, withdrawn);
            }
        }
        withdrawn.addAll(ended);
        try {
            table.change(withdrawn, tunnels);
        } catch (IllegalArgumentException tie) {
            one(withdrawn, tunnels);
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

    private Set<Integer> end(Swap swap) {
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
            }
        }
        return ended;
    }

    private static Set<String> names(TenantNetwork network) {
        return network.connections().stream()
                .map(TenantConnection::name)
                .collect(Collectors.toSet());
    }

    private void tunnels(
            CompiledNetwork network,
            Underlay underlay,
            List<Tunnel> tunnels,
            Set<Integer> withdrawn) {
        RoutingDomainId rdid = network.source().rdid();
        for (TenantConnection connection : network.source().connections()) {
            Entry entry = entry(rdid, connection);
            Tunnel.Path path = connection.enabled() ? path(connection, underlay) : null;
            if (path == null) {
                withdrawn.add(entry.index);
                refuse(entry.state, connection);
            } else {
                entry.state.up(true);
                tunnels.add(
                        new Tunnel(
                                entry.index,
                                new Tunnel.Tenant(
                                        network.compartment().index(), rdid, connection.name()),
                                path,
                                connection.limits(),
                                entry.state));
            }
        }
    }

    private static void refuse(TunnelState state, TenantConnection connection) {
        if (!connection.enabled()) {
            state.up(false);
        } else if (connection.transport() instanceof GreConnection gre) {
            state.refuse(
                    gre.endpoints().source() == null
                            ? "the front end has no address of the peer's family"
                            : gre.endpoints().source() + " is no address of the front end");
        } else {
            state.refuse("connections of this type are not in effect yet");
        }
    }

    /// Null: the gateway has no address for it, for now.
    private Tunnel.@Nullable Path path(TenantConnection connection, Underlay underlay) {
        if (!(connection.transport() instanceof GreConnection gre)) {
            return null;
        }
        IpAddress peer = Convert.address(gre.endpoints().peers().getFirst());
        IpAddress local = local(gre.endpoints(), peer, underlay);
        return local == null ? null : Tunnel.Path.gre(local, peer, gre.key(), ANY_MTU_BYTES);
    }

    private @Nullable IpAddress local(
            TunnelEndpoints endpoints, IpAddress peer, Underlay underlay) {
        List<IpAddress> own = underlay.vpnAddressesInOrder();
        IpAddress asked =
                endpoints.source() != null
                        ? Convert.address(endpoints.source())
                        : preferred != null && preferred.isIpv4() == peer.isIpv4()
                                ? preferred
                                : null;
        if (asked != null) {
            return own.contains(asked) ? asked : null;
        }
        return own.stream().filter(a -> a.isIpv4() == peer.isIpv4()).findFirst().orElse(null);
    }
}
