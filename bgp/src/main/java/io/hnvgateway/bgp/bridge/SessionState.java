package io.hnvgateway.bgp.bridge;

import io.hnvgateway.bgp.contract.Agreed;
import io.hnvgateway.bgp.contract.PeerState;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Steps of a session, and how they are told.
final class SessionState {
    private static final Pattern WRAPPED =
            Pattern.compile("peer reset, message \\((.*?)\\) error\\((.*)\\)", Pattern.DOTALL);

    private SessionState() {}

    static void connected(BridgePeer peer) {
        peer.state = PeerState.State.CONNECTED;
        peer.agreed = Agreed.getDefaultInstance();
    }

    static void cameUp(BridgePeer peer) {
        peer.state = PeerState.State.UP;
        peer.refreshing.clear();
    }

    static void wentDown(BridgePeer peer) {
        peer.state = PeerState.State.DOWN;
        peer.told = false;
        peer.refreshing.clear();
    }

    static PeerState.Builder of(BridgePeer peer, String reason) {
        return PeerState.newBuilder().setPeer(peer.id()).setState(peer.state).setReason(reason);
    }

    static PeerState.Builder up(BridgePeer peer, boolean continued) {
        return of(peer, "").setAgreed(peer.agreed.toBuilder().setContinued(continued));
    }

    /// ExaBGP's reason without its wrapping.
    static String inner(String reason) {
        Matcher matcher = WRAPPED.matcher(reason);
        return matcher.matches() ? matcher.group(1) + ": " + matcher.group(2) : reason;
    }
}
