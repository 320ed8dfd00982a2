package io.hnvgateway.packet;

/// What a worker runs: the gateway's pipeline. Owner thread: the worker.
public interface FrameHandler {
    /// Takes ownership of every frame of the batch.
    ///
    /// @param nowNs CLOCK_MONOTONIC, read once for the batch
    void onBatch(Port port, FrameBatch batch, long nowNs);

    /// Timers and sweeps, a bounded slice; called once each round of the worker.
    ///
    /// @return the amount of work done, 0 when idle
    int doWork(long nowNs);

    /// The longest that the worker may rest when no frame comes, in milliseconds: how late a timer
    /// may be.
    default int longestRestMs() {
        return Integer.MAX_VALUE;
    }
}
