package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowEntropy;

/// Finds the neighbour that a route leads to, and keeps packets for one that is not resolved yet
/// (RFC 1122 §2.3.2.2). Owner: the worker.
public final class NextHopStage {
    /// Distributes small numbers over a hash's bits.
    private static final int SPREAD = 0x9e37_79b1;

    private final WorkerContext context;
    private final AdjacencyTable adjacencies;
    private final NeighborTable neighbors;
    private final WaitingRoom waiting;
    private final IcmpErrors errors;
    private final RouterLiveness routers;
    private final Adjacency scratch = new Adjacency();

    public NextHopStage(
            WorkerContext context,
            AdjacencyTable adjacencies,
            NeighborTable neighbors,
            WaitingRoom waiting,
            IcmpErrors errors) {
        this.context = context;
        this.adjacencies = adjacencies;
        this.neighbors = neighbors;
        this.waiting = waiting;
        this.errors = errors;
        routers = new RouterLiveness(neighbors);
    }

    /// Adjacency slot of the front end's route for the packet's destination; 0 when there is none,
    /// or no room for one more neighbour on that link.
    public int slot(Packet p) {
        long high = p.destinationHigh();
        long low = p.destinationLow();
        FrontEnd frontEnd = context.snapshot().frontEnd();
        return slot(p, frontEnd.route(high, low, FlowEntropy.hash(p), routers), high, low);
    }

    /// As [#slot(Packet)] for another destination than the packet's: the far end of the tunnel that
    /// it leaves by.
    ///
    /// @param tunnel index of the tunnel, whose packets take one way together
    public int slot(Packet p, long high, long low, int tunnel) {
        FrontEnd frontEnd = context.snapshot().frontEnd();
        return slot(p, frontEnd.route(high, low, flowHash(tunnel), routers), high, low);
    }

    /// What chooses among next hops of equal cost for all packets of a tunnel.
    public static int flowHash(int tunnel) {
        return tunnel * SPREAD;
    }

    /// Adjacency slot of a neighbour on a link; 0 when there is no room for one more.
    public int neighbor(Packet p, int link, long high, long low) {
        return slot(p, FibEntry.of(FibEntry.ON_LINK, link), high, low);
    }

    /// @param route a [FibEntry] of the front end's routes
    int slot(Packet p, int route, long destinationHigh, long destinationLow) {
        if (FibEntry.kind(route) == FibEntry.GATEWAY) {
            return FibEntry.argument(route);
        }
        if (FibEntry.kind(route) != FibEntry.ON_LINK) {
            return 0;
        }
        int port = FibEntry.argument(route);
        int known = neighbors.find(port, destinationHigh, destinationLow);
        return known == 0 && mayAsk(p)
                ? neighbors.discover(port, destinationHigh, destinationLow)
                : known;
    }

    /// Requests go through the conductor and the kernel's neighbour table, which all tenants share.
    private boolean mayAsk(Packet p) {
        return context.state(p.compartment).neighborRequests().tryTake(context.nowNs());
    }

    /// Lets the packet go on when the neighbour behind the adjacency is resolved; the sender of one
    /// that waited in vain is told (RFC 1812 §3.3.2).
    ///
    /// @return CONTINUE; HOLD; DROP
    public Verdict await(Packet p, int adjacency) {
        int unresolved = unresolvedNeighbor(adjacency);
        if (unresolved == 0) {
            return Verdict.CONTINUE;
        }
        if (unresolved < 0) {
            return p.drop(DropReason.NEIGHBOR_UNRESOLVED);
        }
        if (p.late) {
            errors.unreachable(p, IcmpErrors.HOST_UNREACHABLE);
        } else if (!waiting.anyWaits(WaitingRoom.Reason.NEIGHBOR, unresolved) && mayAsk(p)) {
            neighbors.solicit(unresolved, scratch);
        }
        return waiting.hold(p, WaitingRoom.Reason.NEIGHBOR, unresolved);
    }

    /// As [#await] for a packet whose bytes were changed already, so that it cannot start again: it
    /// is dropped instead of held.
    public Verdict require(Packet p, int adjacency) {
        int unresolved = unresolvedNeighbor(adjacency);
        if (unresolved == 0) {
            return Verdict.CONTINUE;
        }
        if (unresolved > 0 && mayAsk(p)) {
            neighbors.solicit(unresolved, scratch);
        }
        return p.drop(DropReason.NEIGHBOR_UNRESOLVED);
    }

    /// Whether a held frame may go on.
    public boolean ready(int slot) {
        return unresolvedNeighbor(slot) == 0;
    }

    /// 0 when resolved, -1 when the adjacency leads nowhere, else the neighbour's slot.
    private int unresolvedNeighbor(int adjacency) {
        if (!adjacencies.read(adjacency, scratch)) {
            return -1;
        }
        int slot = adjacency;
        if (scratch.leadsToHost()) {
            slot = scratch.nextHop;
            if (!adjacencies.read(slot, scratch)) {
                return -1;
            }
        }
        if (scratch.kind != Adjacency.NEIGHBOR) {
            return -1;
        }
        return scratch.resolved() ? 0 : slot;
    }
}
