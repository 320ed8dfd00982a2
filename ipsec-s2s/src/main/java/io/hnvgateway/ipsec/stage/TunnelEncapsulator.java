package io.hnvgateway.ipsec.stage;

import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.ipsec.esp.Congestion;
import io.hnvgateway.ipsec.esp.EspEncapsulator;
import io.hnvgateway.ipsec.sa.OutboundSa;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.IpIdentifications;
import org.jspecify.annotations.Nullable;

/// Puts packets into a tunnel. First [#choose], then the questions about what was chosen, then
/// [#encapsulate] for the packet and for its fragments. Owner: the tunnel's worker.
public final class TunnelEncapsulator {
    private final SecurityAssociations associations;
    private final IpIdentifications identifications;
    private final EspEncapsulator esp;
    private @Nullable Tunnel tunnel;
    private @Nullable OutboundSa sa;
    private @Nullable IpAddress nextHop;

    public TunnelEncapsulator(
            SecurityAssociations associations, IpIdentifications identifications) {
        this.associations = associations;
        this.identifications = identifications;
        esp = new EspEncapsulator(identifications);
    }

    /// Whether packets could leave by the tunnel. Any worker.
    public boolean isUp(Tunnel by) {
        if (by.kind() != Tunnel.Kind.IPSEC) {
            return true;
        }
        io.hnvgateway.ipsec.sa.Tunnel ipsec = associations.tunnel(by.index());
        return ipsec != null && ipsec.isUp();
    }

    /// Chooses what carries a packet; holds until the next choice.
    ///
    /// @param p inner, its transport header parsed
    /// @return null; TUNNEL_DOWN; ESP_SELECTOR when no association admits it (RFC 4301 §5.1);
    ///   NO_ROUTE when an L3 connection has no next hop of its family
    public @Nullable DropReason choose(Packet p, Tunnel by) {
        tunnel = by;
        sa = null;
        if (by.kind() == Tunnel.Kind.L3) {
            nextHop = by.path().nextHop(p.ipv6);
            return nextHop == null ? DropReason.NO_ROUTE : null;
        }
        nextHop = by.path().remote();
        if (by.kind() == Tunnel.Kind.GRE) {
            return null;
        }
        io.hnvgateway.ipsec.sa.Tunnel ipsec = associations.tunnel(by.index());
        if (ipsec == null || !ipsec.isUp()) {
            return DropReason.TUNNEL_DOWN;
        }
        sa = ipsec.select(p);
        return sa == null ? DropReason.ESP_SELECTOR : null;
    }

    private Tunnel chosen() {
        Tunnel chosen = tunnel;
        if (chosen == null) {
            throw new IllegalStateException("nothing chosen");
        }
        return chosen;
    }

    private IpAddress nextHop() {
        IpAddress next = nextHop;
        if (next == null) {
            throw new IllegalStateException("nothing chosen");
        }
        return next;
    }

    /// Outer destination, or next hop, as an [io.hnvgateway.packet.IpAddress].
    public long remoteHigh() {
        OutboundSa carrier = sa;
        return carrier == null ? nextHop().high() : carrier.outer().remoteHigh();
    }

    public long remoteLow() {
        OutboundSa carrier = sa;
        return carrier == null ? nextHop().low() : carrier.outer().remoteLow();
    }

    /// The longest outer packet that is known to fit the way to the peer.
    ///
    /// @param linkMtuBytes of the first link of that way
    public int maxOuterBytes(int linkMtuBytes) {
        Tunnel by = chosen();
        return by.state().pathMtu(Math.min(linkMtuBytes, by.path().mtuBytes()));
    }

    /// The longest inner packet that fits the way to the peer.
    ///
    /// @param linkMtuBytes of the first link of that way
    public int maxInnerBytes(int linkMtuBytes) {
        Tunnel.Path path = chosen().path();
        int mtuBytes = maxOuterBytes(linkMtuBytes);
        OutboundSa carrier = sa;
        if (carrier != null) {
            return carrier.maxInnerBytes(mtuBytes);
        }
        return path.kind() == Tunnel.Kind.GRE ? mtuBytes - GreTunnel.overheadBytes(path) : mtuBytes;
    }

    /// Makes the packet the outer one, in place.
    ///
    /// @param p inner IP header parsed
    /// @return CONTINUE or DROP
    public Verdict encapsulate(Packet p) {
        OutboundSa carrier = sa;
        if (carrier != null) {
            return esp.encapsulate(p, carrier);
        }
        Tunnel.Path path = chosen().path();
        if (path.kind() == Tunnel.Kind.GRE) {
            if (!GreTunnel.hasRoom(p, path)) {
                return p.drop(DropReason.TOO_BIG);
            }
            GreTunnel.write(p, path, Congestion.trafficClass(p.ip, p.ipv6), identifications);
        }
        return Verdict.CONTINUE;
    }
}
