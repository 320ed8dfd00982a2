package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;

/// Keeps frames, a bounded number, until the neighbour they wait for resolves.
public interface HeldFrames {
    /// Takes over a frame of which everything but the destination MAC is written.
    ///
    /// @param neighborSlot the adjacency of the neighbour; it names port and address
    /// @param p `address` and `length` are the frame as it is to be sent
    /// @return HOLD: the frame's ownership moved; DROP with the reason set: the caller keeps it
    Verdict hold(int neighborSlot, Packet p);
}
