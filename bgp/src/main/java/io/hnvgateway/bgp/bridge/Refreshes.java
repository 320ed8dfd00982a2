package io.hnvgateway.bgp.bridge;

import io.hnvgateway.bgp.contract.Family;
import io.hnvgateway.bgp.contract.FromSpeaker;
import io.hnvgateway.bgp.contract.RefreshBegun;
import io.hnvgateway.bgp.contract.RefreshEnded;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Asks peers for their routes once more (RFC 2918). A peer with RFC 7313 says when it is ready; of
/// another one that is assumed [#SILENCE_NS] after its last route, or [#NOTHING_NS] after the
/// question if none came.
final class Refreshes {
    private static final long SECOND_NS = 1_000_000_000L;
    static final long SILENCE_NS = 5 * SECOND_NS;
    static final long NOTHING_NS = 60 * SECOND_NS;

    /// Also for a peer with RFC 7313, should its word be lost.
    static final long LONGEST_NS = 300 * SECOND_NS;

    private final CommandWindow window;
    private final LongSupplier nanoTime;
    private final Consumer<FromSpeaker.Builder> out;

    Refreshes(CommandWindow window, LongSupplier nanoTime, Consumer<FromSpeaker.Builder> out) {
        this.window = window;
        this.nanoTime = nanoTime;
        this.out = out;
    }

    void ask(BridgePeer peer) {
        for (Family family : peer.spec.getFamiliesList()) {
            if (!peer.agreed.getFamiliesList().contains(family)) {
                continue;
            }
            long now = nanoTime.getAsLong();
            peer.refreshing.put(family, new BridgePeer.Refreshing(now, now, false));
            out.accept(
                    FromSpeaker.newBuilder()
                            .setRefreshBegun(
                                    RefreshBegun.newBuilder()
                                            .setPeer(peer.id())
                                            .setFamily(family)));
            // An error means that the session has just ended: its end is told by itself.
            window.submitAlone(Commands.refresh(peer.selector, family), answer -> {});
        }
    }

    void heard(@Nullable BridgePeer peer, Line.Refresh refresh) {
        if (peer != null && !refresh.begins() && peer.refreshing.remove(refresh.family()) != null) {
            ended(peer, refresh.family(), false);
        }
    }

    void heardRoutes(BridgePeer peer) {
        if (!peer.refreshing.isEmpty()) {
            long now = nanoTime.getAsLong();
            peer.refreshing.replaceAll((family, refreshing) -> refreshing.heardAt(now));
        }
    }

    void eachSecond(Collection<BridgePeer> peers) {
        long now = nanoTime.getAsLong();
        for (BridgePeer peer : peers) {
            for (Map.Entry<Family, BridgePeer.Refreshing> each :
                    List.copyOf(peer.refreshing.entrySet())) {
                if (isOver(peer, each.getValue(), now)) {
                    peer.refreshing.remove(each.getKey());
                    ended(peer, each.getKey(), true);
                }
            }
        }
    }

    private static boolean isOver(BridgePeer peer, BridgePeer.Refreshing refreshing, long now) {
        if (now - refreshing.askedNs() > LONGEST_NS) {
            return true;
        }
        return !peer.agreed.getEnhancedRefresh()
                && now - refreshing.heardNs() > (refreshing.heard() ? SILENCE_NS : NOTHING_NS);
    }

    private void ended(BridgePeer peer, Family family, boolean assumed) {
        out.accept(
                FromSpeaker.newBuilder()
                        .setRefreshEnded(
                                RefreshEnded.newBuilder()
                                        .setPeer(peer.id())
                                        .setFamily(family)
                                        .setAssumed(assumed)));
    }
}
