package io.hnvgateway.app.process;

import java.util.concurrent.TimeUnit;

/// A gateway that starts, and a signal that ends it meanwhile: the thread that starts it goes on to
/// the next [#check] and undoes what it did, the other one waits for that.
final class StartGate {
    /// A start that stands still is not waited for longer; systemd kills after 90 s.
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private boolean endAsked;
    private boolean over;

    /// @throws StartException if the end was asked for
    synchronized void check() {
        if (endAsked && !over) {
            throw new StartException("the gateway was told to end while it started");
        }
    }

    /// The start went through; from here on nobody waits.
    ///
    /// @throws StartException if the end was asked for before
    synchronized void started() {
        check();
        over();
    }

    /// Nothing of the start goes on.
    synchronized void over() {
        over = true;
        notifyAll();
    }

    synchronized boolean isEndAsked() {
        return endAsked;
    }

    /// Waits while a start goes on.
    ///
    /// @return false if it does not come to an end: what it uses must stay
    synchronized boolean askForEnd() {
        endAsked = true;
        long endNs = System.nanoTime() + PATIENCE_NS;
        boolean interrupted = false;
        for (long left = PATIENCE_NS; !over && left > 0; left = endNs - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return over;
    }
}
