package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.RouterId;
import java.util.Set;

/// What a session agreed on.
///
/// @param families that both sides exchange
/// @param restartSeconds of the peer's graceful restart (RFC 4724 §3); 0 when it has none
/// @param preserved families whose forwarding the peer says it kept (F bit)
/// @param continued the session lived on while this router or its way to the speaker did not: what
///   is stale stays until the peer has said everything again, whatever it preserved
public record PeerSession(
        RouterId routerId,
        Set<AddressFamily> families,
        int restartSeconds,
        Set<AddressFamily> preserved,
        boolean continued) {
    public PeerSession {
        families = Set.copyOf(families);
        preserved = Set.copyOf(preserved);
    }

    /// New and without graceful restart.
    public PeerSession(RouterId routerId, Set<AddressFamily> families) {
        this(routerId, families, 0, Set.of(), false);
    }
}
