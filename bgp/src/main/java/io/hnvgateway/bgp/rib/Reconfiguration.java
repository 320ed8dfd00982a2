package io.hnvgateway.bgp.rib;

import io.hnvgateway.packet.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Takes other settings of router and peers; what did not change is left alone, and no peer has to
/// say anything again.
final class Reconfiguration {
    private final RibState state;
    private final AdjRibIn in;
    private final LocRib loc;
    private final Sessions sessions;

    Reconfiguration(RibState state, AdjRibIn in, LocRib loc, Sessions sessions) {
        this.state = state;
        this.in = in;
        this.loc = loc;
        this.sessions = sessions;
    }

    /// @throws IllegalArgumentException when a name or an address is there twice; nothing is
    ///   changed
    void apply(RouterSettings router, Collection<PeerSettings> wanted) {
        Map<String, PeerSettings> byName = byName(wanted);
        boolean otherRouter = !router.equals(state.router);
        if (otherRouter) {
            state.router = router;
            state.check = new InputCheck(router);
            state.nextHops.limit(router.limits().recursiveNextHops());
        }
        boolean changed = remove(byName);
        for (PeerSettings settings : byName.values()) {
            changed |= apply(settings, otherRouter);
        }
        if (changed || otherRouter) {
            loc.resolvePeers();
            state.markAll();
        }
    }

    private static Map<String, PeerSettings> byName(Collection<PeerSettings> wanted) {
        Map<String, PeerSettings> byName = new HashMap<>();
        Set<IpAddress> addresses = new HashSet<>();
        for (PeerSettings settings : wanted) {
            if (byName.put(settings.name(), settings) != null
                    || !addresses.add(settings.address())) {
                throw new IllegalArgumentException(
                        "peer "
                                + settings.name()
                                + " at "
                                + settings.address()
                                + ": each name and each address once");
            }
        }
        return byName;
    }

    private boolean remove(Map<String, PeerSettings> wanted) {
        List<Peer> gone = new ArrayList<>();
        for (Peer peer : state.peers.values()) {
            if (!wanted.containsKey(peer.name())) {
                gone.add(peer);
            }
        }
        for (Peer peer : gone) {
            in.removeIf(peer, (_, _) -> true);
            AdjRibOut.forgetAll(state, peer);
            state.peers.remove(peer.name());
        }
        return !gone.isEmpty();
    }

    private boolean apply(PeerSettings settings, boolean otherRouter) {
        boolean external = !settings.asn().equals(state.router.asn());
        Peer peer = state.peers.get(settings.name());
        if (peer == null) {
            Peer added = new Peer(settings, external);
            added.refreshNs = state.now();
            state.peers.put(settings.name(), added);
            return true;
        }
        if (settings.equals(peer.settings()) && !otherRouter) {
            return false;
        }
        peer.configure(settings, external);
        in.judgeAgain(peer);
        peer.review = true;
        if (settings.options().originatesDefault()) {
            sessions.markDefaults();
        }
        return true;
    }
}
