package io.hnvgateway.lab.stream;

import java.util.concurrent.locks.LockSupport;

/// An even pace: what is late is due at once.
final class Pace {
    private final double periodNs;
    private final long startNs = System.nanoTime();

    Pace(double perSecond) {
        periodNs = 1e9 / perSecond;
    }

    /// Waits until the turn of this number, from 0.
    void await(long number) {
        long dueNs = startNs + (long) (number * periodNs);
        for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
