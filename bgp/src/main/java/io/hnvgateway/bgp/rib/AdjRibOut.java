package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Announcement;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.bgp.route.RouteUpdate;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The difference between what one peer was told and what it shall know, for one call of
/// [BgpRouter#take].
final class AdjRibOut {
    private final RibState state;
    private final Peer peer;
    private final Exporter exporter;
    private final List<IpPrefix> withdrawn = new ArrayList<>();
    private final Map<PathAttributes, Group> announced = new LinkedHashMap<>();

    /// The same by object, which is found sooner; the exporter gives out few.
    private final IdentityHashMap<PathAttributes, Group> groups = new IdentityHashMap<>();

    AdjRibOut(RibState state, Peer peer) {
        this.state = state;
        this.peer = peer;
        exporter = new Exporter(state.router, peer);
    }

    /// @param again told even if it was told so before
    void tell(Destination destination, boolean again) {
        PathAttributes wanted = exporter.export(destination);
        Advertised told = destination.advertised(peer);
        if (wanted == null) {
            if (told != null) {
                forget(state, destination, told);
                withdrawn.add(destination.prefix());
            }
            return;
        }
        Group group = group(wanted);
        if (told == null) {
            destination.advertised =
                    new Advertised(
                            peer, state.toldPool.acquire(group.attributes), destination.advertised);
            peer.counters.advertised++;
        } else if (!told.attributes.value.equals(wanted)) {
            state.toldPool.release(told.attributes);
            told.attributes = state.toldPool.acquire(group.attributes);
        } else if (!again) {
            return;
        }
        group.prefixes.add(destination.prefix());
    }

    private Group group(PathAttributes wanted) {
        return groups.computeIfAbsent(
                wanted,
                _ ->
                        announced.computeIfAbsent(
                                wanted, _ -> new Group(state.toldPool.acquire(wanted))));
    }

    /// Prefixes that share their attributes, of which it is a user itself while it is filled.
    private static final class Group {
        private final SharedAttributes attributes;
        private final List<IpPrefix> prefixes = new ArrayList<>();

        Group(SharedAttributes attributes) {
            this.attributes = attributes;
        }
    }

    /// All that is to be told, of some families again.
    void tellAll() {
        state.table.forEach(
                destination -> tell(destination, peer.retold.contains(destination.family())));
        peer.retold.clear();
        peer.review = false;
    }

    void finish(Map<String, PeerChange> changes) {
        Set<AddressFamily> ends = Set.copyOf(peer.endOfRib);
        peer.endOfRib.clear();
        List<Announcement> announcements = new ArrayList<>();
        for (Group group : announced.values()) {
            if (!group.prefixes.isEmpty()) {
                announcements.add(new Announcement(group.attributes.value, group.prefixes));
            }
            state.toldPool.release(group.attributes);
        }
        RouteUpdate update = new RouteUpdate(withdrawn, announcements);
        if (update.isEmpty() && ends.isEmpty()) {
            return;
        }
        changes.put(peer.name(), new PeerChange(update, ends));
    }

    /// The peer knows nothing: its session is new, or over.
    static void forgetAll(RibState state, Peer peer) {
        if (peer.counters.advertised == 0) {
            return;
        }
        state.table.forEach(destination -> {
            Advertised told = destination.advertised(peer);
            if (told != null) {
                forget(state, destination, told);
                if (destination.isUnused()) {
                    state.mark(destination);
                }
            }
        });
    }

    private static void forget(RibState state, Destination destination, Advertised told) {
        destination.remove(told);
        state.toldPool.release(told.attributes);
        told.peer.counters.advertised--;
    }
}
