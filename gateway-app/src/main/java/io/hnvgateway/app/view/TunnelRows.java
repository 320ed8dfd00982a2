package io.hnvgateway.app.view;

import io.hnvgateway.app.compile.CompiledConnection;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.app.view.TunnelStatuses.TunnelStatus;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.tunnel.TunnelState;
import io.hnvgateway.ipsec.connection.ConnectionStatus;
import io.hnvgateway.ipsec.sa.InboundSa;
import io.hnvgateway.provider.resource.GreConnection;
import io.hnvgateway.provider.resource.IpSecConnection;
import io.hnvgateway.provider.resource.L3Connection;
import io.hnvgateway.provider.value.IpAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Connections of networks to their other sites. Never a secret: what is shown is what the data
/// path, the configuration's addresses and IKE's state say.
final class TunnelRows {
    private final Map<Integer, CompiledConnection> connections = new HashMap<>();
    private final TunnelStatuses statuses;

    TunnelRows(List<CompiledConnection> all, TunnelStatuses statuses) {
        all.forEach(connection -> connections.put(connection.tunnel(), connection));
        this.statuses = statuses;
    }

    /// A row for each connection of the compartments, in their order.
    List<Rows.Tunnel> of(List<Compartment> compartments) {
        Map<RoutingDomainId, List<CompiledConnection>> byNetwork =
                connections.values().stream()
                        .collect(Collectors.groupingBy(CompiledConnection::rdid));
        return compartments.stream()
                .flatMap(compartment ->
                        byNetwork.getOrDefault(compartment.identity().rdid(), List.of()).stream()
                                .sorted((a, b) -> a.source().name().compareTo(b.source().name()))
                                .map(c -> row(compartment.identity().name(), c)))
                .toList();
    }

    /// The connection behind a tunnel; null when it has just gone.
    @Nullable CompiledConnection connection(int tunnel) {
        return connections.get(tunnel);
    }

    /// What an operator calls a tunnel.
    String name(int tunnel) {
        CompiledConnection connection = connections.get(tunnel);
        return connection == null ? "tunnel " + tunnel : "tunnel " + connection.source().name();
    }

    @Nullable TunnelStatus status(int tunnel) {
        return statuses.of(tunnel);
    }

    private Rows.Tunnel row(String tenant, CompiledConnection connection) {
        TunnelStatus status = statuses.of(connection.tunnel());
        TunnelState state = connection.state();
        return new Rows.Tunnel(
                tenant,
                connection.source().name(),
                connection.source().transport().type().label(),
                state(connection),
                peer(connection, status),
                Duration.ofNanos(state.upNs()).toSeconds(),
                failure(connection),
                state.out().packets(),
                state.out().bytes(),
                state.outRate().bitsPerSecond(),
                state.out().dropped(),
                state.in().packets(),
                state.in().bytes(),
                state.inRate().bitsPerSecond(),
                state.in().dropped(),
                spis(status, true),
                spis(status, false));
    }

    /// One word. A tunnel carries packets when it is `up`, whatever IKE is doing besides.
    String state(CompiledConnection connection) {
        if (!connection.source().enabled()) {
            return "disabled";
        }
        if (connection.state().refusal() != null) {
            return "refused";
        }
        TunnelStatus status = statuses.of(connection.tunnel());
        if (status == null) {
            return connection.state().isUp() ? "up" : "down";
        }
        ConnectionStatus.State ike = status.connection().state();
        if (ike != ConnectionStatus.State.ESTABLISHED) {
            return ike.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return status.associations().isEmpty() ? "rekeying" : "up";
    }

    /// Why it is not up, or why its last attempt failed; empty when nothing is known to be wrong.
    String failure(CompiledConnection connection) {
        String refusal = connection.state().refusal();
        if (refusal != null) {
            return refusal;
        }
        TunnelStatus status = statuses.of(connection.tunnel());
        return status == null || status.connection().failure() == null
                ? ""
                : Objects.requireNonNull(status.connection().failure()).text();
    }

    private static String peer(CompiledConnection connection, @Nullable TunnelStatus status) {
        if (status != null && !status.connection().peer().isEmpty()) {
            return status.connection().peer();
        }
        return switch (connection.source().transport()) {
            case GreConnection gre -> addresses(gre.endpoints().peers());
            case IpSecConnection ipSec -> addresses(ipSec.endpoints().peers());
            case L3Connection l3 -> "VLAN " + l3.vlanId() + ", " + addresses(l3.peers());
        };
    }

    private static String addresses(List<IpAddress> peers) {
        return peers.isEmpty()
                ? "any"
                : peers.stream()
                        .map(peer -> Convert.address(peer).toString())
                        .collect(Collectors.joining(","));
    }

    private static String spis(@Nullable TunnelStatus status, boolean inbound) {
        return status == null
                ? ""
                : status.associations().stream()
                        .filter(sa -> sa instanceof InboundSa == inbound)
                        .map(sa -> "%08x".formatted(sa.spi))
                        .sorted()
                        .collect(Collectors.joining(","));
    }
}
