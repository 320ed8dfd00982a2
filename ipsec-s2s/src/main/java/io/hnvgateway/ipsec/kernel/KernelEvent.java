package io.hnvgateway.ipsec.kernel;

/// Something that charon noticed and an operator wants to know.
///
/// @param connection empty if it was not known yet: before the peer has said who it is
/// @param text a sentence; of a mismatch with what both sides want
public record KernelEvent(Kind kind, String connection, Parties parties, String text) {
    /// In the order of the protocol's numbers, from 1.
    public enum Kind {
        AUTHENTICATION,
        IKE_PROPOSALS,
        CHILD_PROPOSALS,
        SELECTORS,
        UNREACHABLE,
        CERTIFICATE,
        INSTALL,
        EXPIRED
    }
}
