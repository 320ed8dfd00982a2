package io.hnvgateway.dataplane.port;

import io.hnvgateway.packet.Port;

/// A port that the data path opened and must close.
public interface DataPathPort extends Port, AutoCloseable {
    /// Descriptors that become readable when frames have arrived; none for a port in memory.
    int[] pollDescriptors();

    /// Frames of the pool that the kernel holds: to receive into, or not sent yet. With those of
    /// the pool, and those in work, they are all frames there are. By the owner thread.
    int framesHeld();

    /// Readable from any thread.
    PortStatistics statistics();

    /// Returns what is sent and releases the descriptors. The worker has stopped.
    @Override
    void close();
}
