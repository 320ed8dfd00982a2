package io.hnvgateway.dataplane.worker;

import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.dataplane.sys.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Wakes a worker that rests in poll(2): an eventfd, written only while the worker says that it
/// rests, so that a busy one costs its senders a read.
///
/// Nothing is lost: the worker first says that it will rest, then looks for work once more and only
/// then rests; a sender first makes the work visible, then asks whether the worker rests. Of the
/// two at least one sees the other (Dekker).
final class Doorbell implements AutoCloseable {
    private static final int NON_BLOCKING_CLOEXEC = 0x80800;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1L);
    private final MemorySegment taken = arena.allocate(ValueLayout.JAVA_LONG);
    private final int descriptor;
    private boolean open = true;
    private volatile boolean resting;
    private volatile boolean rung;

    Doorbell() {
        descriptor = Libc.eventfd(0, NON_BLOCKING_CLOEXEC);
        if (descriptor < 0) {
            throw new SystemCallException("eventfd", -descriptor);
        }
    }

    int descriptor() {
        return descriptor;
    }

    /// By the worker: the next look for work is the last before it rests.
    void willRest() {
        resting = true;
    }

    /// By the worker: it looks for work by itself again.
    void awake() {
        resting = false;
        take();
    }

    /// By the worker: what rang until now is heard.
    void take() {
        if (rung) {
            rung = false;
            Libc.takeEvent(descriptor, taken.address());
        }
    }

    /// By anyone, after the work was made visible.
    void ring() {
        VarHandle.fullFence();
        if (resting) {
            wake();
        }
    }

    private synchronized void wake() {
        if (open) {
            Libc.ringEvent(descriptor, one.address());
            rung = true;
        }
    }

    /// After the worker's end; who rings later wakes nobody.
    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            Libc.close(descriptor);
            arena.close();
        }
    }
}
