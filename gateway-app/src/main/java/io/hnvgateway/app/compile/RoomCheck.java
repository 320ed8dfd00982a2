package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.NetworkChanges;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.RoutingDomainId;
import org.jspecify.annotations.Nullable;

/// What a change adds to the networks, adjacencies, connections and peers that there are.
record RoomCheck(int networks, int slots, int connections, int peerings) {

    static RoomCheck of(NetworkChanges changes, NetworkBook book) {
        int networks = -changes.removed().size();
        int slots = 0;
        int connections = 0;
        int peerings = 0;
        for (RoutingDomainId rdid : changes.removed()) {
            slots -= slots(book.get(rdid));
            connections -= connections(book.get(rdid));
            peerings -= peerings(book.get(rdid));
        }
        for (TenantNetwork network : changes.changed()) {
            CompiledNetwork old = book.get(network.rdid());
            networks += old == null ? 1 : 0;
            slots += CompiledNetwork.slots(network) - slots(old);
            connections += network.connections().size() - connections(old);
            peerings += network.peerings().size() - peerings(old);
        }
        return new RoomCheck(networks, slots, connections, peerings);
    }

    private static int slots(@Nullable CompiledNetwork network) {
        return network == null ? 0 : CompiledNetwork.slots(network.source());
    }

    private static int connections(@Nullable CompiledNetwork network) {
        return network == null ? 0 : network.source().connections().size();
    }

    private static int peerings(@Nullable CompiledNetwork network) {
        return network == null ? 0 : network.source().peerings().size();
    }
}
