package io.hnvgateway.app.bgp;

import io.hnvgateway.bgp.bfd.BfdDiagnostic;
import io.hnvgateway.bgp.bfd.BfdState;
import io.hnvgateway.compartments.punt.BfdStatus;
import java.util.Locale;

/// How BFD with a peer stands, in words.
///
/// @param state `admin-down`, `down`, `init`, `up`; empty: no session
/// @param reason why it is not up, as the side says that noticed; empty: it is, or never was
/// @param intervalUs between our packets, before jitter
/// @param detectionUs silence that means death; 0: the peer was not heard
public record BfdWatch(
        String state, String reason, long intervalUs, long detectionUs, int ups, int failures) {
    static final BfdWatch NONE = new BfdWatch("", "", 0, 0, 0, 0);

    static BfdWatch of(BfdStatus status) {
        BfdStatus.Seen seen = status.seen();
        if (seen.state() == BfdStatus.NO_SESSION) {
            return NONE;
        }
        return new BfdWatch(
                word(seen.state()),
                reason(seen),
                seen.transmitUs(),
                seen.detectionUs(),
                status.ups(),
                status.failures());
    }

    private static String word(int state) {
        return BfdState.of(state).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String reason(BfdStatus.Seen seen) {
        if (BfdState.of(seen.remoteState()) == BfdState.ADMIN_DOWN) {
            return "the peer has taken it down on purpose";
        }
        BfdDiagnostic own = BfdDiagnostic.of(seen.diagnostic());
        BfdDiagnostic said =
                own == BfdDiagnostic.NEIGHBOR_SIGNALED_DOWN
                        ? BfdDiagnostic.of(seen.remoteDiagnostic())
                        : BfdDiagnostic.NONE;
        if (said != BfdDiagnostic.NONE) {
            return own.sentence() + ": " + said.sentence();
        }
        return own == BfdDiagnostic.NONE ? "" : own.sentence();
    }

    boolean isThere() {
        return !state.isEmpty();
    }

    boolean isUp() {
        return state.equals("up");
    }
}
