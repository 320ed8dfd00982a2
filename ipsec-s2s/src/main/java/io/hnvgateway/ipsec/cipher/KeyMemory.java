package io.hnvgateway.ipsec.cipher;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/// Native memory for expanded keys, in places of one size. It is never swapped out and in no core
/// dump, where the system allows that, lies in huge pages, where it has them, so that a thousand
/// SAs cost no TLB misses, and is zeroed when given back.
///
/// A place takes an odd number of cache lines: the same part of many keys falls into different
/// cache sets. Thread-safe; never called for a packet.
final class KeyMemory {
    private static final int LINE_BYTES = 64;
    private static final int SLAB_BYTES = 1 << 21;
    private static final int MADV_HUGEPAGE = 14;
    private static final int MADV_DONTDUMP = 16;
    private static final MethodHandle MADVISE =
            Foreign.call(
                    Linker.nativeLinker().defaultLookup(),
                    "madvise",
                    Foreign.returnsInt(JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle MLOCK =
            Foreign.call(
                    Linker.nativeLinker().defaultLookup(),
                    "mlock",
                    Foreign.returnsInt(JAVA_LONG, JAVA_LONG));

    private final int placeBytes;
    private final Supplier<MemorySegment> slabs;
    private final ArrayDeque<Long> free = new ArrayDeque<>();

    /// @param bytes of a key, at least
    KeyMemory(int bytes) {
        this(bytes, () -> Arena.global().allocate(SLAB_BYTES, SLAB_BYTES));
    }

    KeyMemory(int bytes, Supplier<MemorySegment> slabs) {
        this.slabs = slabs;
        int lines = (bytes + LINE_BYTES - 1) / LINE_BYTES;
        placeBytes = (lines | 1) * LINE_BYTES;
    }

    /// A zeroed place, aligned to a cache line.
    ///
    /// @throws NoKeyMemoryException when the system gives no more
    synchronized long allocate() {
        if (free.isEmpty()) {
            grow();
        }
        return free.pop();
    }

    private void grow() {
        MemorySegment slab;
        try {
            slab = slabs.get();
        } catch (OutOfMemoryError e) {
            throw new NoKeyMemoryException(e);
        }
        Memory.register(slab);
        try {
            // Best effort: without privileges keys stay usable.
            int unused = (int) MADVISE.invokeExact(slab.address(), slab.byteSize(), MADV_HUGEPAGE);
            unused = (int) MADVISE.invokeExact(slab.address(), slab.byteSize(), MADV_DONTDUMP);
            unused = (int) MLOCK.invokeExact(slab.address(), slab.byteSize());
        } catch (Throwable e) {
            throw Foreign.impossible(e);
        }
        for (int at = SLAB_BYTES / placeBytes - 1; at >= 0; at--) {
            free.push(slab.address() + (long) at * placeBytes);
        }
    }

    /// Zeroes it and takes it back.
    void free(long place) {
        Memory.zero(place, placeBytes);
        synchronized (this) {
            free.push(place);
        }
    }

    int placeBytes() {
        return placeBytes;
    }
}
