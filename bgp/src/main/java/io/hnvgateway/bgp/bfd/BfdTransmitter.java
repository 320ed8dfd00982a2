package io.hnvgateway.bgp.bfd;

/// Sends a session's packet: [BfdSession#write] fills the payload, within the call. What cannot be
/// sent is lost, as on the link.
@FunctionalInterface
public interface BfdTransmitter {
    /// @param answersPoll to be handed to [BfdSession#write]
    void transmit(BfdSession session, boolean answersPoll);
}
