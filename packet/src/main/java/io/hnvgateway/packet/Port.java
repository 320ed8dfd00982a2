package io.hnvgateway.packet;

/// One network interface as the pipeline sees it. Owner thread of all methods: the port's worker.
public interface Port {
    /// Position in the gateway's list of ports, 0..255.
    int index();

    String name();

    /// The interface's own MAC address, in the low 48 bits.
    long macAddress();

    /// Largest IP packet, in bytes, that the interface sends.
    int mtuBytes();

    /// Appends received frames to `batch` until it is full or none is left. Their ownership moves
    /// to the caller.
    ///
    /// @return the number appended
    int receive(FrameBatch batch);

    /// Queues a frame. Its ownership moves to the port, which returns it to the pool when it is
    /// sent.
    ///
    /// @return false when the ring is full: the caller keeps the frame
    boolean transmit(long address, int length);

    /// Starts transmission of what is queued and returns sent frames to the pool.
    void flush();
}
