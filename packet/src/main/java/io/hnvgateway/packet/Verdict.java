package io.hnvgateway.packet;

/// What a stage decided about a packet; the one vocabulary of the whole program.
///
/// Every received frame ends exactly once as FORWARD, CONSUME, PASS or DROP; HOLD postpones that.
public enum Verdict {
    /// Go on with the next stage.
    CONTINUE,
    /// Handed to a port.
    FORWARD,
    /// Ended at the gateway on purpose: answered, learned from, reassembled.
    CONSUME,
    /// Kept until a neighbour resolves or a first fragment comes; ends later as another verdict.
    HOLD,
    /// The host's kernel handles it.
    PASS,
    /// Dropped, counted under the packet's [DropReason].
    DROP
}
