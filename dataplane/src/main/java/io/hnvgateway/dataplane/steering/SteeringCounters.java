package io.hnvgateway.dataplane.steering;

/// Frames by port and verdict since the data path was opened. Readable from any thread.
public interface SteeringCounters {
    long frames(int port, SteeringVerdict verdict);
}
