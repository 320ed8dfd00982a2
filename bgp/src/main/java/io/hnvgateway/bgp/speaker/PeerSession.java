package io.hnvgateway.bgp.speaker;

import io.hnvgateway.bgp.route.AddressFamily;
import java.util.Set;

/// What was agreed with a peer at the session's begin.
///
/// @param known whether the following was heard; else the session is older than the speaker's
///   memory
/// @param gracefulRestart the peer has RFC 4724
/// @param restarting the peer's R bit: it has just restarted
/// @param restartSeconds how long its routes may be kept when the session ends
/// @param forwardingKept families with its F bit
/// @param continued whether the session stood already when the gateway came
public record PeerSession(
        boolean known,
        int peerHoldSeconds,
        String routerId,
        boolean fourOctetAs,
        boolean routeRefresh,
        Set<AddressFamily> families,
        boolean gracefulRestart,
        boolean restarting,
        int restartSeconds,
        Set<AddressFamily> forwardingKept,
        boolean continued) {
    public PeerSession {
        families = Set.copyOf(families);
        forwardingKept = Set.copyOf(forwardingKept);
    }
}
