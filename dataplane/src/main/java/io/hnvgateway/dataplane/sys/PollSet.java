package io.hnvgateway.dataplane.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Descriptors that one thread waits on together until one is readable.
public final class PollSet {
    private static final short POLLIN = 1;
    private static final int ENTRY_BYTES = 8;
    private static final int SOL_SOCKET = 1;
    private static final int SO_ERROR = 4;
    private static final int ERROR_REST_MS = 1;

    private final MemorySegment entries;
    private final MemorySegment error = Arena.ofAuto().allocate(8, 4);
    private final int count;

    public PollSet(int... descriptors) {
        count = descriptors.length;
        entries = Arena.ofAuto().allocate(Math.max(1, (long) ENTRY_BYTES * count), 8);
        for (int i = 0; i < count; i++) {
            entries.set(ValueLayout.JAVA_INT, (long) i * ENTRY_BYTES, descriptors[i]);
            entries.set(ValueLayout.JAVA_SHORT, (long) i * ENTRY_BYTES + 4, POLLIN);
        }
    }

    /// Returns when one is readable or the time is up; negative: wait without end.
    public void await(int timeoutMs) {
        int ready = Libc.poll(entries.address(), count, timeoutMs);
        if (ready > 0 && !anyReadable()) {
            // An error (its device went down) makes poll return at once: take it, and rest.
            takeErrors();
            Libc.poll(0, 0, ERROR_REST_MS);
        }
    }

    /// Whether the last [#await] found one readable.
    public boolean anyReadable() {
        for (int i = 0; i < count; i++) {
            if ((entries.get(ValueLayout.JAVA_SHORT, (long) i * ENTRY_BYTES + 6) & POLLIN) != 0) {
                return true;
            }
        }
        return false;
    }

    private void takeErrors() {
        for (int i = 0; i < count; i++) {
            int fd = entries.get(ValueLayout.JAVA_INT, (long) i * ENTRY_BYTES);
            error.set(ValueLayout.JAVA_INT, 4, 4);
            Libc.getsockopt(fd, SOL_SOCKET, SO_ERROR, error.address(), error.address() + 4);
        }
    }
}
