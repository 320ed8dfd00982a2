package io.hnvgateway.dataplane.port;

/// The counters of one port. Writer: the port's worker; readers: any thread.
public final class PortCounters {
    public final Counter receivedFrames = new Counter();
    public final Counter receivedBytes = new Counter();
    public final Counter sentFrames = new Counter();
    public final Counter sentBytes = new Counter();
    public final Counter lostTooLong = new Counter();
    public final Counter lostNoFrame = new Counter();
    public final Counter lostRingFull = new Counter();
    public final Counter lostInvalid = new Counter();
    public final Counter transmitRingFull = new Counter();

    public void received(int bytes) {
        receivedFrames.add(1);
        receivedBytes.add(bytes);
    }

    public void sent(int bytes) {
        sentFrames.add(1);
        sentBytes.add(bytes);
    }

    public PortStatistics snapshot() {
        return new PortStatistics(
                receivedFrames.value(),
                receivedBytes.value(),
                sentFrames.value(),
                sentBytes.value(),
                lostTooLong.value(),
                lostNoFrame.value(),
                lostRingFull.value(),
                lostInvalid.value(),
                transmitRingFull.value());
    }
}
