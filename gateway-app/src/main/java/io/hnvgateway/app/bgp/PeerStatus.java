package io.hnvgateway.app.bgp;

import io.hnvgateway.bgp.speaker.PeerSession;
import io.hnvgateway.compartments.punt.BfdStatus;
import org.jspecify.annotations.Nullable;

/// What the speaker said of a peer's session. Under itself.
final class PeerStatus {
    private static final int UPDATE_ERROR = 3;
    private static final int STATE_MACHINE_ERROR = 5;

    private @Nullable PeerSession session;
    private boolean known;
    private boolean notified;
    private String reason = "no session yet";
    private long sinceNs;
    private long ups;
    private @Nullable BfdStatus watched;
    private boolean bfdUp;
    private boolean cut;
    private long malformed;
    private long discarded;
    private long errors;
    private long refused;

    /// As it is shown.
    ///
    /// @param state `up`, `down`, or `unknown` while the speaker is away
    record Shown(
            String state,
            String reason,
            long sinceNs,
            long ups,
            @Nullable PeerSession session,
            PeerFaults faults) {}

    synchronized void up(PeerSession agreed, long nowNs) {
        cut = false;
        session = agreed;
        known = true;
        notified = false;
        reason = "";
        sinceNs = nowNs;
        ups++;
    }

    /// @return whether its routes may stay (RFC 4724 §4.2)
    synchronized boolean down(String why, long nowNs) {
        boolean graceful = !notified && !cut;
        cut = false;
        sinceNs = session != null || !known ? nowNs : sinceNs;
        session = null;
        known = true;
        notified = false;
        reason = why;
        return graceful;
    }

    synchronized void unknown(long nowNs) {
        known = false;
        session = null;
        sinceNs = nowNs;
        reason = "the speaker is away";
    }

    /// BFD has found the peer dead: the session is to end, whatever the speaker still says of it.
    synchronized void cut() {
        cut = true;
    }

    synchronized boolean isCut() {
        return cut;
    }

    /// @return whether BFD was up when this was called last
    synchronized boolean watch(BfdStatus by, boolean up) {
        boolean before = bfdUp;
        watched = by;
        bfdUp = up;
        return before;
    }

    synchronized BfdWatch bfd() {
        return watched == null ? BfdWatch.NONE : BfdWatch.of(watched);
    }

    /// @param sent by us
    synchronized void notification(boolean sent, int code) {
        notified = true;
        errors += sent && (code <= UPDATE_ERROR || code == STATE_MACHINE_ERROR) ? 1 : 0;
    }

    synchronized void malformed() {
        malformed++;
    }

    synchronized void discarded() {
        discarded++;
    }

    synchronized void refused(String why) {
        reason = why;
        refused++;
    }

    synchronized @Nullable PeerSession session() {
        return session;
    }

    synchronized Shown shown() {
        String state = session != null ? "up" : known ? "down" : "unknown";
        return new Shown(
                state,
                reason,
                sinceNs,
                ups,
                session,
                new PeerFaults(malformed, discarded, errors, refused));
    }
}
