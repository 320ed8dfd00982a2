package io.hnvgateway.app.view;

import io.hnvgateway.app.compile.CompiledConnection;
import io.hnvgateway.app.compile.Underlay.PortLink;
import io.hnvgateway.app.control.Explanation.Step;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.app.view.TunnelStatuses.TunnelStatus;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.compartments.stage.NextHopStage;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.ipsec.sa.InboundSa;
import io.hnvgateway.ipsec.sa.OutboundSa;
import io.hnvgateway.ipsec.sa.SecurityAssociation;
import io.hnvgateway.ipsec.stage.TunnelEncapsulator;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.flow.IpIdentifications;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The part of an explanation that is about a tunnel, in either direction. It asks the classes that
/// decide about packets, with instances of its own.
final class TunnelExplainer {
    private final GatewayCore core;
    private final TunnelRows connections;
    private final Consumer<Step> steps;
    private final TunnelEncapsulator encapsulator;

    TunnelExplainer(GatewayCore core, TunnelRows connections, Consumer<Step> steps) {
        this.core = core;
        this.connections = connections;
        this.steps = steps;
        encapsulator = new TunnelEncapsulator(core.associations(), new IpIdentifications(0, 1));
    }

    /// A packet whose route leads into the tunnel.
    ///
    /// @return why it would be dropped; null when it is sent, or waits for the tunnel
    @Nullable DropReason out(int index, Packet p) {
        Tunnel tunnel = core.tunnels().get(index);
        step(connections.name(index), described(tunnel), health(index));
        if (tunnel == null) {
            return DropReason.TUNNEL_DOWN;
        }
        DropReason refused = encapsulator.choose(p, tunnel);
        if (refused == DropReason.TUNNEL_DOWN) {
            step("association", "none yet", "the first packet waits for it, and asks for it");
            return null;
        }
        if (refused != null) {
            step("association", "none admits the packet", agreed(index));
            return refused;
        }
        io.hnvgateway.ipsec.sa.Tunnel ipsec = core.associations().tunnel(index);
        OutboundSa sa =
                tunnel.kind() != Tunnel.Kind.IPSEC || ipsec == null ? null : ipsec.select(p);
        if (sa != null) {
            admitted(sa);
        }
        return way(tunnel);
    }

    /// The way to the other end gives the longest packet that may go in.
    private @Nullable DropReason way(Tunnel tunnel) {
        IpAddress remote = new IpAddress(encapsulator.remoteHigh(), encapsulator.remoteLow());
        int linkMtuBytes =
                tunnel.kind() == Tunnel.Kind.L3
                        ? tunnel.path().mtuBytes()
                        : mtuBytesTowards(remote, tunnel);
        if (linkMtuBytes == 0) {
            step("front end", "no route to " + remote, "");
            return DropReason.NO_ROUTE;
        }
        step(
                "MTU",
                encapsulator.maxInnerBytes(linkMtuBytes) + " bytes inside",
                linkMtuBytes + " on the link to " + remote);
        return null;
    }

    private int mtuBytesTowards(IpAddress remote, Tunnel tunnel) {
        FrontEnd outside = core.compiler().published().get().forwarding().frontEnd();
        int route =
                outside.groups()
                        .resolve(
                                outside.routes().lookup(remote.high(), remote.low()),
                                NextHopStage.flowHash(tunnel.index()));
        return switch (FibEntry.kind(route)) {
            case FibEntry.GATEWAY -> core.adjacencies().mtuBytes(FibEntry.argument(route));
            case FibEntry.ON_LINK -> linkMtuBytes(FibEntry.argument(route));
            default -> 0;
        };
    }

    private int linkMtuBytes(int index) {
        PortLink link = core.compiler().underlay().links().get(index);
        return link == null ? 0 : link.mtuBytes();
    }

    /// A packet whose source lies behind the tunnel, as it comes out of it.
    ///
    /// @return why it would be dropped; null when it goes on
    @Nullable DropReason in(int index, Packet p) {
        Tunnel tunnel = core.tunnels().get(index);
        step(connections.name(index), described(tunnel), health(index));
        if (tunnel == null) {
            return DropReason.TUNNEL_DOWN;
        }
        TunnelStatus status = connections.status(index);
        if (tunnel.kind() != Tunnel.Kind.IPSEC || status == null) {
            return null;
        }
        for (SecurityAssociation sa : status.associations()) {
            if (sa instanceof InboundSa && sa.selectors.admitsInbound(p)) {
                admitted(sa);
                return null;
            }
        }
        boolean isUp = status.associations().stream().anyMatch(InboundSa.class::isInstance);
        step("association", isUp ? "none admits the packet" : "none yet", agreed(index));
        return isUp ? DropReason.ESP_SELECTOR : DropReason.TUNNEL_DOWN;
    }

    private void admitted(SecurityAssociation sa) {
        step("association", "SPI %08x, %s".formatted(sa.spi, sa.transform), "for " + sa.selectors);
    }

    private static String described(@Nullable Tunnel tunnel) {
        if (tunnel == null) {
            return "not set up";
        }
        Tunnel.Path path = tunnel.path();
        return switch (tunnel.kind()) {
            case GRE ->
                    "GRE from %s to %s, key %d".formatted(path.local(), path.remote(), path.key());
            case IPSEC -> "IPSec from %s to %s".formatted(path.local(), path.remote());
            case L3 ->
                    "L3 from %s to %s in VLAN %d"
                            .formatted(path.local(), path.remote(), TenantLinks.vlan(path.link()));
        };
    }

    /// Its state and what is known to be wrong, as `hnvctl show tunnels` has it.
    private String health(int index) {
        CompiledConnection connection = connections.connection(index);
        if (connection == null) {
            return "";
        }
        String failure = connections.failure(connection);
        return connections.state(connection) + (failure.isEmpty() ? "" : ": " + failure);
    }

    /// What the associations that there are admit.
    private String agreed(int index) {
        TunnelStatus status = connections.status(index);
        return status == null || status.associations().isEmpty()
                ? ""
                : status.associations().stream()
                        .map(sa -> sa.selectors.toString())
                        .distinct()
                        .collect(Collectors.joining("; ", "agreed on ", ""));
    }

    private void step(String stage, String decision, String because) {
        steps.accept(new Step(stage, decision, because));
    }
}
