package io.hnvgateway.bgp.rib;

import io.hnvgateway.packet.flow.NanoClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the three RIBs of one router share; under the router's lock.
final class RibState {
    final NanoClock clock;
    final RibTable table;
    final AttributePool pool = new AttributePool();

    /// Of what peers are told: it takes no room from what they say.
    final AttributePool toldPool = new AttributePool();

    final NextHops nextHops;
    final Map<String, Peer> peers = new LinkedHashMap<>();
    final ArrayList<Destination> dirty = new ArrayList<>();
    final List<RibEvent> events = new ArrayList<>();
    LocalRoutes local = LocalRoutes.NONE;
    RouterSettings router;
    InputCheck check;

    /// Paths of all peers.
    int learned;

    boolean pinsChanged;

    /// [RibEvent.TotalExceeded] was told and is still so.
    boolean totalTold;

    RibState(NanoClock clock, long seed, RouterSettings router) {
        this.clock = clock;
        this.router = router;
        check = new InputCheck(router);
        table = new RibTable(seed);
        nextHops = new NextHops(table, router.limits().recursiveNextHops());
    }

    void mark(Destination destination) {
        if (!destination.dirty) {
            destination.dirty = true;
            dirty.add(destination);
        }
    }

    void markAll() {
        table.forEach(this::mark);
    }

    void forEachPath(Peer peer, PathVisitor visitor) {
        table.forEach(destination -> {
            Path path = destination.path(peer);
            if (path != null) {
                visitor.visit(destination, path);
            }
        });
    }

    void ifPresent(String name, Consumer<Peer> action) {
        Peer peer = peers.get(name);
        if (peer != null) {
            action.accept(peer);
        }
    }

    @Nullable Peer up(String name) {
        Peer peer = peers.get(name);
        return peer != null && peer.isUp() ? peer : null;
    }

    long now() {
        return clock.nanoTime();
    }

    long in(int seconds) {
        return now() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /// May change the path, but not the table.
    interface PathVisitor {
        void visit(Destination destination, Path path);
    }
}
