package io.hnvgateway.packet.flow;

/// CLOCK_MONOTONIC in nanoseconds; a fake one in tests.
@FunctionalInterface
public interface NanoClock {
    long nanoTime();
}
