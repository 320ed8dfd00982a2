package io.hnvgateway.bgp.rib;

/// What the operator is told, or the speaker has to do, of a peer.
public sealed interface RibEvent {
    String peer();

    /// The peer nears its maximum.
    record PrefixWarning(String peer, int received, int maximum) implements RibEvent {}

    /// The session shall end with Cease, maximum number of prefixes reached (RFC 4486); its routes
    /// are gone already.
    ///
    /// @param restartSeconds 0: it stays away
    record PrefixLimitExceeded(String peer, int maximum, int restartSeconds) implements RibEvent {}

    /// The session may come back.
    record MayRestart(String peer) implements RibEvent {}

    /// Routes were not kept, for the compartment has as many as are allowed.
    record TotalExceeded(String peer, int maximum) implements RibEvent {}

    /// There is room again for what was not kept: the peer shall say all again (RFC 2918).
    record RefreshWanted(String peer) implements RibEvent {}
}
