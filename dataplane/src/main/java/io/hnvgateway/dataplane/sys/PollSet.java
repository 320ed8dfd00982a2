package io.hnvgateway.dataplane.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Descriptors that one thread waits on together until one is readable.
public final class PollSet {
    private static final short POLLIN = 1;
    private static final int ENTRY_BYTES = 8;

    private final MemorySegment entries;
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
    public int await(int timeoutMs) {
        return Libc.poll(entries.address(), count, timeoutMs);
    }
}
