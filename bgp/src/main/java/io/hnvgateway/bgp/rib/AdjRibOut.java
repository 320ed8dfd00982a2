package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Announcement;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.bgp.route.RouteUpdate;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
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
    private final Map<PathAttributes, List<IpPrefix>> announced = new LinkedHashMap<>();

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
        if (told == null) {
            destination.advertised =
                    new Advertised(peer, state.pool.acquire(wanted), destination.advertised);
            peer.counters.advertised++;
        } else if (!told.attributes.value.equals(wanted)) {
            state.pool.release(told.attributes);
            told.attributes = state.pool.acquire(wanted);
        } else if (!again) {
            return;
        }
        announced.computeIfAbsent(wanted, _ -> new ArrayList<>()).add(destination.prefix());
    }

    /// All that is to be told, of some families again.
    void tellAll() {
        state.table.forEach(
                destination -> tell(destination, peer.retold.contains(family(destination))));
        peer.retold.clear();
        peer.review = false;
    }

    private static AddressFamily family(Destination destination) {
        return destination.isIpv4() ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST;
    }

    /// @return whether there is anything to tell
    boolean finish(Map<String, PeerChange> changes) {
        Set<AddressFamily> ends = Set.copyOf(peer.endOfRib);
        peer.endOfRib.clear();
        List<Announcement> announcements = new ArrayList<>();
        announced.forEach((attributes, prefixes) ->
                announcements.add(new Announcement(attributes, prefixes)));
        RouteUpdate update = new RouteUpdate(withdrawn, announcements);
        if (update.isEmpty() && ends.isEmpty()) {
            return false;
        }
        changes.put(peer.name(), new PeerChange(update, ends));
        return true;
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
        state.pool.release(told.attributes);
        told.peer.counters.advertised--;
    }
}
