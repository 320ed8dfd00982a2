package io.hnvgateway.ipsec.connection;

/// Why a tunnel is not up, for an operator.
///
/// @param text one sentence, without a secret
public record ConnectionFailure(Kind kind, String text) {

    /// What it is about.
    public enum Kind {
        /// No algorithms in common.
        PROPOSALS,
        /// One side does not believe the other.
        AUTHENTICATION,
        /// No answer.
        UNREACHABLE,
        /// No networks in common.
        TRAFFIC_SELECTORS,
        /// charon is not there, or refuses the connection itself.
        CONFIGURATION,
        OTHER
    }
}
