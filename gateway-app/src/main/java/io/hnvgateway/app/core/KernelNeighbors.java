package io.hnvgateway.app.core;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelMirror;
import io.hnvgateway.dataplane.netlink.KernelNeighbor;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.flow.Adjacency;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Carries neighbours between the kernel, which resolves them, and the gateway's table.
///
/// Owner: the conductor; [#solicit] may be called by a worker and only hands over.
public final class KernelNeighbors implements NeighborTable.Solicitor {
    private final KernelMirror mirror;
    private final List<PortPlan> ports;
    private final Executor conductor;
    private volatile @Nullable NeighborTable table;

    KernelNeighbors(KernelMirror mirror, List<PortPlan> ports, Executor conductor) {
        this.mirror = mirror;
        this.ports = List.copyOf(ports);
        this.conductor = conductor;
    }

    void serve(NeighborTable neighbors) {
        table = neighbors;
    }

    @Override
    public void solicit(int link, long high, long low) {
        conductor.execute(() -> ask(link, new IpAddress(high, low)));
    }

    private void ask(int port, IpAddress address) {
        KernelState state = mirror.state();
        Optional<KernelLink> link = link(state, port);
        if (link.isEmpty()) {
            return;
        }
        Optional<KernelNeighbor> known = state.neighbor(link.get().index(), address);
        if (known.isPresent() && known.get().state().usable()) {
            tell(port, address, known.get());
        }
        if (known.isEmpty() || mustRefresh(known.get())) {
            mirror.requestNeighbor(link.get().index(), address);
        }
    }

    private static boolean mustRefresh(KernelNeighbor neighbor) {
        return switch (neighbor.state()) {
            case REACHABLE, PERMANENT, NO_ARP -> false;
            case NONE, INCOMPLETE, STALE, DELAY, PROBE, FAILED -> true;
        };
    }

    /// Takes over what the kernel knows of the neighbours in the table.
    public void changed(KernelState state) {
        NeighborTable neighbors = table;
        if (neighbors == null) {
            return;
        }
        neighbors.forEach((_, content) -> {
            IpAddress address = addressOf(content);
            link(state, content.port)
                    .flatMap(l -> state.neighbor(l.index(), address))
                    .ifPresent(n -> tell(content.port, address, n));
        });
    }

    /// Asks again for those that the kernel holds for stale; to be called now and then.
    public void refresh() {
        NeighborTable neighbors = table;
        if (neighbors != null) {
            neighbors.forEach((_, content) -> ask(content.port, addressOf(content)));
        }
    }

    /// The broadcast address of a link stands in the kernel's table with the broadcast MAC: no
    /// neighbour, or a tenant's packet would become everyone's (RFC 2644).
    private void tell(int port, IpAddress address, KernelNeighbor neighbor) {
        NeighborTable neighbors = table;
        if (neighbors == null) {
            return;
        }
        boolean usable = neighbor.state().usable();
        if (usable && !MacAddress.isGroup(neighbor.macAddress())) {
            neighbors.resolved(port, address.high(), address.low(), neighbor.macAddress());
        } else if (usable || neighbor.state() == KernelNeighbor.State.FAILED) {
            neighbors.failed(port, address.high(), address.low());
        }
    }

    /// The kernel's interface; none for a link that the gateway tags itself, of whose neighbours
    /// the kernel knows nothing.
    private Optional<KernelLink> link(KernelState state, int port) {
        if (port == TenantLinks.PORT) {
            return Optional.empty();
        }
        PortPlan plan = ports.get(port);
        return plan.isTagged() ? Optional.empty() : state.link(plan.device());
    }

    private static IpAddress addressOf(Adjacency neighbor) {
        return new IpAddress(neighbor.destinationHigh, neighbor.destinationLow);
    }
}
