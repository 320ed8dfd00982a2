package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Announcement;
import io.hnvgateway.bgp.route.BgpRoute;
import io.hnvgateway.bgp.route.RouteUpdate;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.flow.NanoClock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A compartment's BGP router; see the package. For any thread; what is said of a peer that is not
/// configured, or has no session, is of no effect, for the speaker may lag behind.
public final class BgpRouter {
    private final Object lock = new Object();
    private final RibState state;
    private final AdjRibIn in;
    private final LocRib loc;
    private final Sessions sessions;
    private final Reconfiguration reconfiguration;
    private final Views views;
    private final Runnable pending;

    /// Told of by [#pending] and not yet taken.
    private boolean told;

    /// @param seed of the table's hash, not to be guessed
    /// @param pending called, on the thread that caused it and outside the lock, when there is
    ///   something to [#take] for the first time since it was taken
    public BgpRouter(NanoClock clock, long seed, RouterSettings settings, Runnable pending) {
        state = new RibState(clock, seed, settings);
        in = new AdjRibIn(state);
        loc = new LocRib(state);
        sessions = new Sessions(state, in);
        reconfiguration = new Reconfiguration(state, in, loc, sessions);
        views = new Views(state);
        this.pending = pending;
    }

    /// Peers that are not named are gone. Routes are judged again where a policy changed.
    ///
    /// @throws IllegalArgumentException when a name or an address is there twice; nothing is
    ///   changed
    public void configure(RouterSettings router, Collection<PeerSettings> peers) {
        change(() -> reconfiguration.apply(router, peers));
    }

    /// In place of those before.
    public void replaceLocal(Collection<LocalRoute> routes) {
        LocalRoutes replaced = new LocalRoutes(routes);
        change(() -> loc.replaceLocal(replaced));
    }

    /// The peer knows nothing yet, whatever it was told before.
    public void peerUp(String name, PeerSession session) {
        change(
                name,
                peer -> {
                    sessions.down(peer, true);
                    sessions.up(peer, session);
                });
    }

    /// @param graceful the session ended in a way that lets its routes stay for the restart time,
    ///   if that was agreed on: without a NOTIFICATION (RFC 4724 §4.2)
    public void peerDown(String name, boolean graceful) {
        change(name, peer -> sessions.down(peer, graceful));
    }

    /// The peer does not forward any more, whatever its session is: all that it told goes at once,
    /// also what stayed from a session before.
    public void peerLost(String name) {
        change(name, sessions::lost);
    }

    /// The way to the peer's speaker is cut: the session may stand or not, its routes stay for the
    /// time.
    public void peerUnknown(String name, int staleSeconds) {
        change(name, peer -> sessions.unknown(peer, staleSeconds));
    }

    public void update(String name, RouteUpdate update) {
        changeUp(name, peer -> in.update(peer, update));
    }

    /// These were announced with attributes that could not be read (RFC 7606 §2 treat-as-withdraw).
    public void malformed(String name, List<IpPrefix> prefixes) {
        changeUp(name, peer -> in.malformed(peer, prefixes));
    }

    /// The peer says all of the family again: what it does not repeat goes with [#endOfRib] (RFC
    /// 7313 §4.2).
    public void refreshBegun(String name, AddressFamily family) {
        changeUp(name, peer -> sessions.refreshBegun(peer, family));
    }

    /// The peer has said all of the family: what it did not repeat goes.
    public void endOfRib(String name, AddressFamily family) {
        changeUp(name, peer -> in.removeStale(peer, Set.of(family)));
    }

    /// The peer wants to be told all again (RFC 2918).
    public void refresh(String name, AddressFamily family) {
        changeUp(name, peer -> peer.retold.add(family));
    }

    /// The operator lets a peer come back that exceeded its maximum.
    public void clear(String name) {
        change(name, sessions::clear);
    }

    /// Routes known before a restart, as stale ones, of those peers that are configured; what a
    /// peer has said since is newer and stays.
    public void restore(RibSnapshot snapshot, int staleSeconds) {
        change(() ->
                snapshot.peers()
                        .forEach((name, said) ->
                                state.ifPresent(name, peer -> restore(peer, said, staleSeconds))));
    }

    private void restore(Peer peer, List<Announcement> said, int staleSeconds) {
        peer.staleUntilNs = state.in(staleSeconds);
        peer.restartIsOurs = true;
        said.forEach(announcement -> in.announce(peer, announcement, true));
    }

    /// Timers; to be called about once a second.
    public void eachSecond() {
        change(sessions::eachSecond);
    }

    /// Decides, and hands over what is other than when it was called last. To be called by one
    /// thread, for the differences are in order.
    public RibChanges take() {
        synchronized (lock) {
            told = false;
            return loc.take();
        }
    }

    public RibSnapshot snapshot() {
        return look(views::snapshot);
    }

    /// As of the last [#take], as the others.
    public List<RouteView> routes() {
        return look(views::routes);
    }

    public List<BgpRoute> advertised(String name) {
        return look(() -> {
            Peer peer = state.peers.get(name);
            return peer == null ? List.of() : views.advertised(peer);
        });
    }

    /// The same by shared attributes, for a speaker that is new.
    public List<Announcement> announcements(String name) {
        return look(() -> {
            Peer peer = state.peers.get(name);
            return peer == null ? List.of() : views.announcements(peer);
        });
    }

    public List<PeerView> peers() {
        return look(views::peers);
    }

    private <T> T look(Supplier<T> question) {
        synchronized (lock) {
            return question.get();
        }
    }

    private void change(String name, Consumer<Peer> action) {
        change(() -> state.ifPresent(name, action));
    }

    private void changeUp(String name, Consumer<Peer> action) {
        change(() -> {
            Peer peer = state.up(name);
            if (peer != null && !peer.overMaximum) {
                action.accept(peer);
            }
        });
    }

    private void change(Runnable action) {
        boolean tells;
        synchronized (lock) {
            action.run();
            tells = !told && loc.isPending();
            told |= tells;
        }
        if (tells) {
            pending.run();
        }
    }

    /// What takes memory.
    @Override
    public String toString() {
        return look(() ->
                "%d destinations, %d attributes, %d next hops"
                        .formatted(
                                state.table.size(),
                                state.pool.size() + state.toldPool.size(),
                                state.nextHops.size()));
    }
}
