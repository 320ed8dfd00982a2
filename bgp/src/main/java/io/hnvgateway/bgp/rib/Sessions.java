package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.packet.IpPrefix;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Peers come, go and restart (RFC 4724), and time passes.
final class Sessions {
    /// How long a peer that is back may take to say End-of-RIB (RFC 4724 §4.2 leaves it open).
    static final int RECOVERY_SECONDS = 120;

    private static final int REFRESH_SECONDS = 60;

    private final RibState state;
    private final AdjRibIn in;

    Sessions(RibState state, AdjRibIn in) {
        this.state = state;
        this.in = in;
    }

    void up(Peer peer, PeerSession session) {
        if (peer.overMaximum) {
            // it came back before its time: ended again
            PrefixLimit limit = peer.settings().prefixLimit();
            state.events.add(
                    new RibEvent.PrefixLimitExceeded(
                            peer.name(), limit.maximum(), limit.restartSeconds()));
            return;
        }
        AdjRibOut.forgetAll(state, peer);
        setRouterId(peer, session.routerId());
        peer.session = session;
        peer.counters.changedNs = state.now();
        peer.incomplete = false;
        peer.retold.clear();
        peer.retold.addAll(session.families());
        peer.endOfRib.clear();
        peer.endOfRib.addAll(session.families());
        if (peer.settings().options().originatesDefault()) {
            markDefaults();
        }
        recover(peer, session);
    }

    private void setRouterId(Peer peer, RouterId id) {
        if (peer.routerIdBits != id.bits()) {
            peer.routerIdBits = id.bits();
            state.forEachPath(peer, (destination, _) -> state.mark(destination));
        }
    }

    /// A restarting router keeps what it has until the peer's End-of-RIB (RFC 4724 §4.1), whether
    /// the peer kept its own forwarding or not: the peer did not restart.
    private void recover(Peer peer, PeerSession session) {
        Set<AddressFamily> lost = EnumSet.allOf(AddressFamily.class);
        if (session.continued()) {
            lost.removeAll(session.families());
        } else if (session.restartSeconds() > 0) {
            lost.removeIf(family ->
                    session.families().contains(family)
                            && (session.preserved().contains(family) || peer.restartIsOurs));
        }
        peer.restartIsOurs = false;
        in.removeStale(peer, lost);
        // what was said in a session before and is not stale can only be what this one repeats
        if (session.continued()) {
            in.markStale(peer, EnumSet.allOf(AddressFamily.class));
        }
        peer.staleUntilNs = state.in(RECOVERY_SECONDS);
    }

    void markDefaults() {
        state.mark(state.table.findOrAdd(IpPrefix.ALL_IPV4));
        state.mark(state.table.findOrAdd(IpPrefix.ALL_IPV6));
    }

    void down(Peer peer, boolean graceful) {
        PeerSession session = peer.session;
        if (session == null) {
            return;
        }
        end(peer);
        // RFC 4724 §4.2: what was stale from a restart before goes
        in.removeStale(peer, EnumSet.allOf(AddressFamily.class));
        if (graceful && session.restartSeconds() > 0) {
            in.markStale(peer, EnumSet.allOf(AddressFamily.class));
            peer.staleUntilNs = state.in(session.restartSeconds());
        } else {
            in.removeIf(peer, (_, _) -> true);
        }
    }

    void lost(Peer peer) {
        if (peer.isUp()) {
            end(peer);
        }
        in.removeIf(peer, (_, _) -> true);
    }

    /// Nothing is known of the session for a while; it may well live on.
    void unknown(Peer peer, int staleSeconds) {
        if (peer.isUp()) {
            end(peer);
            in.markStale(peer, EnumSet.allOf(AddressFamily.class));
            peer.staleUntilNs = state.in(staleSeconds);
            peer.restartIsOurs = true;
        }
    }

    void refreshBegun(Peer peer, AddressFamily family) {
        in.markStale(peer, EnumSet.of(family));
        peer.staleUntilNs = state.in(RECOVERY_SECONDS);
    }

    private void end(Peer peer) {
        peer.session = null;
        peer.counters.changedNs = state.now();
        peer.retold.clear();
        peer.endOfRib.clear();
        AdjRibOut.forgetAll(state, peer);
    }

    void clear(Peer peer) {
        if (peer.overMaximum) {
            peer.overMaximum = false;
            state.events.add(new RibEvent.MayRestart(peer.name()));
        }
    }

    void eachSecond() {
        long now = state.now();
        int room = state.router.limits().routes() - state.learned;
        long numbers = state.router.limits().numbers();
        boolean roomy =
                room > state.router.limits().routes() / 10
                        && state.pool.numbers() <= numbers - numbers / 10;
        state.totalTold &= !roomy;
        for (Peer peer : state.peers.values()) {
            if (peer.counters.stale > 0 && now - peer.staleUntilNs >= 0) {
                in.removeStale(peer, EnumSet.allOf(AddressFamily.class));
            }
            if (peer.overMaximum && peer.restarts && now - peer.restartNs >= 0) {
                clear(peer);
            }
            if (peer.isUp() && peer.incomplete && roomy && now - peer.refreshNs >= 0) {
                peer.incomplete = false;
                peer.refreshNs = now + TimeUnit.SECONDS.toNanos(REFRESH_SECONDS);
                state.events.add(new RibEvent.RefreshWanted(peer.name()));
            }
        }
    }
}
