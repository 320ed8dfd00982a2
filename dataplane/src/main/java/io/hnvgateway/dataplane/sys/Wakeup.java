package io.hnvgateway.dataplane.sys;

import static io.hnvgateway.dataplane.sys.SystemCallException.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Ends a thread's wait in poll(2), once: an eventfd. Closed after that thread's end.
public final class Wakeup implements AutoCloseable {
    private static final int CLOEXEC_NONBLOCK = 0x80000 | 0x800;

    private final int descriptor = check("eventfd", Libc.eventfd(0, CLOEXEC_NONBLOCK));

    /// What the thread waits for, among others.
    public int descriptor() {
        return descriptor;
    }

    /// From any thread; the descriptor is readable from here on.
    public void wake() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1L);
            Libc.write(descriptor, one.address(), one.byteSize());
        }
    }

    @Override
    public void close() {
        Libc.close(descriptor);
    }
}
