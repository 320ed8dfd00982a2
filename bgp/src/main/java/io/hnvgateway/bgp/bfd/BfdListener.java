package io.hnvgateway.bgp.bfd;

/// Hears of each change, on the owner's thread and in the midst of a packet: it only notes what is
/// to be done, and neither adds nor removes sessions.
@FunctionalInterface
public interface BfdListener {
    /// The session has its new state and diagnostic already.
    void changed(BfdSession session, BfdState before);
}
