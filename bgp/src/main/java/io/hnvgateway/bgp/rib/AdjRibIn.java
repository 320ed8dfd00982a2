package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Announcement;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.bgp.route.RouteUpdate;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// What peers said (RFC 4271 §3.2), judged, with what is refused kept beside its reason. Changes
/// mark destinations and decide nothing.
final class AdjRibIn {
    private final RibState state;

    AdjRibIn(RibState state) {
        this.state = state;
    }

    void update(Peer peer, RouteUpdate update) {
        peer.counters.updates++;
        peer.counters.changedNs = state.now();
        for (IpPrefix prefix : update.withdrawn()) {
            peer.counters.withdrawals++;
            withdraw(peer, prefix);
        }
        for (Announcement announcement : update.announced()) {
            peer.counters.announcements += announcement.prefixes().size();
            announce(peer, announcement, false);
            if (peer.overMaximum) {
                return;
            }
        }
        warn(peer);
    }

    /// @param stale what is said is what was known before a restart
    void announce(Peer peer, Announcement announcement, boolean stale) {
        PathAttributes attributes = InputCheck.normalized(peer, announcement.attributes());
        if (!state.pool.hasRoomFor(attributes, state.router.limits().numbers())) {
            announcement.prefixes().forEach(prefix -> leaveOut(peer, prefix, stale));
            return;
        }
        Refusal refusal = state.check.refuses(peer, attributes);
        SharedAttributes shared = state.pool.acquire(attributes);
        for (IpPrefix prefix : announcement.prefixes()) {
            announce(peer, prefix, new Judgement(shared, refusal), stale);
            if (peer.overMaximum) {
                break;
            }
        }
        state.pool.release(shared);
    }

    /// What was there with other attributes is not what the peer says any more.
    private void leaveOut(Peer peer, IpPrefix prefix, boolean stale) {
        if (!stale) {
            withdraw(peer, prefix);
        }
        notKept(peer);
    }

    /// Attributes and what is wrong with them whatever the prefix.
    private record Judgement(SharedAttributes attributes, @Nullable Refusal refusal) {}

    private void announce(Peer peer, IpPrefix prefix, Judgement judgement, boolean stale) {
        Destination known = state.table.find(prefix);
        Path old = known == null ? null : known.path(peer);
        if (old == null && isFull(peer)) {
            return;
        }
        if (old != null && (stale || old.received == judgement.attributes)) {
            refreshed(old, stale);
            return;
        }
        Destination destination = state.table.findOrAdd(prefix);
        if (old != null) {
            remove(destination, old);
        }
        Path fresh = judge(peer, prefix, judgement);
        fresh.stale = stale;
        add(destination, fresh);
        PrefixLimit limit = peer.settings().prefixLimit();
        if (peer.counters.received > limit.maximum()) {
            endSession(peer, limit);
        }
    }

    private static void refreshed(Path path, boolean stale) {
        if (path.stale && !stale) {
            path.stale = false;
            path.peer.counters.stale--;
        }
    }

    private boolean isFull(Peer peer) {
        if (state.learned < state.router.limits().routes()) {
            return false;
        }
        notKept(peer);
        return true;
    }

    private void notKept(Peer peer) {
        peer.incomplete = true;
        peer.counters.unkept(Refusal.OVER_TOTAL, 1);
        if (!state.totalTold) {
            state.totalTold = true;
            int most = state.router.limits().routes();
            state.events.add(new RibEvent.TotalExceeded(peer.name(), most));
        }
    }

    private void endSession(Peer peer, PrefixLimit limit) {
        peer.overMaximum = true;
        peer.restarts = limit.restartSeconds() > 0;
        peer.restartNs = state.in(limit.restartSeconds());
        state.events.add(
                new RibEvent.PrefixLimitExceeded(
                        peer.name(), limit.maximum(), limit.restartSeconds()));
        removeIf(peer, (_, _) -> true);
    }

    private void warn(Peer peer) {
        PrefixLimit limit = peer.settings().prefixLimit();
        boolean warns = limit.warns(peer.counters.received);
        if (warns && !peer.warned) {
            state.events.add(
                    new RibEvent.PrefixWarning(
                            peer.name(), peer.counters.received, limit.maximum()));
        }
        peer.warned = warns;
    }

    private Path judge(Peer peer, IpPrefix prefix, Judgement judgement) {
        SharedAttributes received = state.pool.acquire(judgement.attributes);
        Refusal refusal =
                judgement.refusal != null
                        ? judgement.refusal
                        : state.check.refuses(prefix, received.value);
        if (refusal != null) {
            return new Path(peer, received, refusal);
        }
        PathAttributes permitted = peer.settings().policyIn().apply(prefix, received.value);
        if (permitted == null) {
            return new Path(peer, received, Refusal.POLICY);
        }
        if (permitted.equals(received.value)) {
            return accepted(peer, received, state.pool.acquire(received));
        }
        Refusal bySet = state.check.refusesNextHop(permitted.nextHop());
        return bySet == null
                ? accepted(peer, received, state.pool.acquire(permitted))
                : new Path(peer, received, bySet);
    }

    private Path accepted(Peer peer, SharedAttributes received, SharedAttributes accepted) {
        return new Path(peer, received, accepted, state.nextHops.acquire(accepted.value.nextHop()));
    }

    void withdraw(Peer peer, IpPrefix prefix) {
        Destination destination = state.table.find(prefix);
        Path path = destination == null ? null : destination.path(peer);
        if (destination != null && path != null) {
            remove(destination, path);
        }
    }

    void malformed(Peer peer, List<IpPrefix> prefixes) {
        peer.counters.unkept(Refusal.MALFORMED, prefixes.size());
        for (IpPrefix prefix : prefixes) {
            withdraw(peer, prefix);
        }
    }

    /// By the settings as they are now (soft reconfiguration).
    void judgeAgain(Peer peer) {
        state.forEachPath(
                peer,
                (destination, path) -> {
                    PathAttributes attributes = path.received.value;
                    Refusal refusal = state.check.refuses(peer, attributes);
                    Path fresh =
                            judge(
                                    peer,
                                    destination.prefix(),
                                    new Judgement(path.received, refusal));
                    fresh.stale = path.stale;
                    remove(destination, path);
                    add(destination, fresh);
                });
    }

    void markStale(Peer peer, Set<AddressFamily> families) {
        state.forEachPath(
                peer,
                (destination, path) -> {
                    if (!path.stale && families.contains(destination.family())) {
                        peer.counters.stale++;
                        path.stale = true;
                    }
                });
    }

    void removeStale(Peer peer, Set<AddressFamily> families) {
        if (peer.counters.stale > 0) {
            removeIf(
                    peer,
                    (destination, path) -> path.stale && families.contains(destination.family()));
        }
    }

    void removeIf(Peer peer, BiPredicate<Destination, Path> test) {
        state.forEachPath(
                peer,
                (destination, path) -> {
                    if (test.test(destination, path)) {
                        remove(destination, path);
                    }
                });
    }

    private void add(Destination destination, Path path) {
        destination.add(path);
        path.peer.counters.add(path, 1);
        state.learned++;
        state.mark(destination);
    }

    private void remove(Destination destination, Path path) {
        destination.remove(path);
        path.peer.counters.add(path, -1);
        state.learned--;
        state.pool.release(path.received);
        if (path.accepted != null) {
            state.pool.release(path.accepted);
        }
        if (path.hop != null) {
            state.nextHops.release(path.hop);
        }
        state.mark(destination);
    }
}
