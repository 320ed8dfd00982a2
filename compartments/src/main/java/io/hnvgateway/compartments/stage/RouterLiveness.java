package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.NextHopGroup;
import io.hnvgateway.packet.flow.Adjacency;

/// Which of the front end's routers may be sent to: a router that fails keeps its route, and its
/// share of the flows must not wait until somebody takes the route away. One that was not asked yet
/// counts as answering, or all flows of a gateway that starts would go to the router that answers
/// first. Owner: the worker.
final class RouterLiveness implements NextHopGroup.Liveness {
    private final NeighborTable neighbors;
    private final Adjacency scratch = new Adjacency();

    RouterLiveness(NeighborTable neighbors) {
        this.neighbors = neighbors;
    }

    @Override
    public boolean answers(int entry) {
        return FibEntry.kind(entry) != FibEntry.GATEWAY
                || neighbors.mayAnswer(FibEntry.argument(entry), scratch);
    }
}
