package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.HandOver;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import org.jspecify.annotations.Nullable;

/// Whose a tunnel is: which compartment's, and which worker's. Owner: the worker that asks.
final class TunnelRule {
    private final WorkerContext context;
    private final TunnelTable tunnels;

    TunnelRule(WorkerContext context, TunnelTable tunnels) {
        this.context = context;
        this.tunnels = tunnels;
    }

    @Nullable Tunnel find(int index) {
        return tunnels.get(index);
    }

    /// Index of the tunnel that a tenant's link is; 0 when it is nobody's.
    int ofLink(int link) {
        return tunnels.ofLink(link);
    }

    /// The tunnel of this index, if it is of this compartment.
    @Nullable Tunnel find(int index, Compartment compartment) {
        Tunnel tunnel = tunnels.get(index);
        return tunnel != null && isOf(tunnel, compartment) ? tunnel : null;
    }

    /// The compartment that has the tunnel; null when it is gone, even if another has its index.
    @Nullable Compartment compartmentOf(Tunnel tunnel) {
        Compartment compartment = context.snapshot().compartment(tunnel.tenant().compartment());
        return compartment != null && isOf(tunnel, compartment) ? compartment : null;
    }

    private static boolean isOf(Tunnel tunnel, Compartment compartment) {
        return tunnel.tenant().compartment() == compartment.index()
                && tunnel.tenant().rdid().equals(compartment.identity().rdid());
    }

    int owner(Tunnel tunnel) {
        return tunnel.owner(context.workers());
    }

    /// Whether another worker has the tunnel.
    boolean isOthers(Tunnel tunnel) {
        return owner(tunnel) != context.worker();
    }

    /// Hands a packet that nobody has changed to the tunnel's worker.
    ///
    /// @return HOLD; DROP when it came from a worker that had the tunnel a moment ago
    Verdict handOver(Packet p, Tunnel tunnel) {
        return p.handOver.state < HandOver.OF_TUNNEL
                ? p.handOver.to(owner(tunnel), HandOver.OF_TUNNEL)
                : p.drop(DropReason.TUNNEL_DOWN);
    }
}
