package io.hnvgateway.app.core;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelMirror;
import io.hnvgateway.dataplane.netlink.KernelNeighbor;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.MacAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
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
    public void solicit(int port, int address) {
        conductor.execute(() -> ask(port, address));
    }

    private void ask(int port, int address) {
        KernelState state = mirror.state();
        Optional<KernelLink> link = link(state, port);
        if (link.isEmpty()) {
            return;
        }
        InetAddress asked = inet(address);
        Optional<KernelNeighbor> known = state.neighbor(link.get().index(), asked);
        if (known.isPresent() && known.get().state().usable()) {
            tell(port, address, known.get());
        }
        if (known.isEmpty() || mustRefresh(known.get())) {
            mirror.requestNeighbor(link.get().index(), asked);
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
        neighbors.forEach((_, content) ->
                link(state, content.port)
                        .flatMap(l -> state.neighbor(l.index(), inet((int) content.destinationLow)))
                        .ifPresent(n -> tell(content.port, (int) content.destinationLow, n)));
    }

    /// Asks again for those that the kernel holds for stale; to be called now and then.
    public void refresh() {
        NeighborTable neighbors = table;
        if (neighbors != null) {
            neighbors.forEach((_, content) -> ask(content.port, (int) content.destinationLow));
        }
    }

    /// The broadcast address of a link stands in the kernel's table with the broadcast MAC: no
    /// neighbour, or a tenant's packet would become everyone's (RFC 2644).
    private void tell(int port, int address, KernelNeighbor neighbor) {
        NeighborTable neighbors = table;
        if (neighbors == null) {
            return;
        }
        boolean usable = neighbor.state().usable();
        if (usable && !MacAddress.isGroup(neighbor.macAddress())) {
            neighbors.resolved(port, address, neighbor.macAddress());
        } else if (usable || neighbor.state() == KernelNeighbor.State.FAILED) {
            neighbors.failed(port, address);
        }
    }

    private Optional<KernelLink> link(KernelState state, int port) {
        return state.link(ports.get(port).device());
    }

    private static InetAddress inet(int address) {
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(address).array());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(Ipv4Address.toString(address), impossible);
        }
    }
}
