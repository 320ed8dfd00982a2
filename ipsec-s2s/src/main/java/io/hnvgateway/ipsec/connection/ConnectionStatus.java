package io.hnvgateway.ipsec.connection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a connection is doing.
///
/// @param since of the state
/// @param failure of the last attempt, or while it is up what went wrong with it within the last
///   minute, as a rekeying; null: it succeeded, or there was none
/// @param peer address and identity of the other side while it is up, else empty
/// @param algorithms that were agreed on, else empty
public record ConnectionStatus(
        String name,
        State state,
        Instant since,
        @Nullable ConnectionFailure failure,
        String peer,
        String algorithms,
        Counters counters) {

    /// Where it is on its way.
    public enum State {
        /// For the first packet, or for the peer.
        WAITING,
        CONNECTING,
        ESTABLISHED,
        /// After a failure, until the next attempt.
        BACKING_OFF,
        /// charon is not there.
        NO_CHARON
    }

    /// Since the gateway started.
    ///
    /// @param attempts begun by this side
    /// @param failures of either side's attempts
    /// @param ups how often it came up
    /// @param rekeys of its CHILD_SAs
    public record Counters(long attempts, long failures, long ups, long rekeys) {
        static final Counters NONE = new Counters(0, 0, 0, 0);
    }
}
