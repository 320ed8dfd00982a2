package io.hnvgateway.packet;

/// Where finished frames go: the ports of one worker. Owner thread: the worker.
public interface FrameTransmitter {
    /// Queues a frame on a port; its ownership moves.
    ///
    /// @return false when the port's ring is full: the caller keeps the frame
    boolean transmit(int portIndex, long address, int length);
}
