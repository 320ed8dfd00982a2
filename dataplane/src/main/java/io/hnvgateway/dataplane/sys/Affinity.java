package io.hnvgateway.dataplane.sys;

import static io.hnvgateway.dataplane.sys.SystemCallException.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/// The cores that the calling thread may run on, `sched_setaffinity(2)`. Threads that it starts
/// have its cores.
public final class Affinity {
    /// The kernel's largest `NR_CPUS`.
    public static final int MOST_CORES = 8192;

    private static final int THIS_THREAD = 0;

    private Affinity() {}

    /// Those that its CPU set permits are in it only.
    public static NavigableSet<Integer> ofThread() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = mask(arena);
            check(
                    "sched_getaffinity",
                    Libc.schedGetAffinity(THIS_THREAD, mask.byteSize(), mask.address()));
            NavigableSet<Integer> cores = new TreeSet<>();
            for (int core = 0; core < MOST_CORES; core++) {
                if ((mask.getAtIndex(ValueLayout.JAVA_LONG, core / Long.SIZE) >> core & 1) != 0) {
                    cores.add(core);
                }
            }
            return cores;
        }
    }

    /// Binds the calling thread to one core.
    ///
    /// @throws SystemCallException if there is no such core, or its CPU set does not permit it
    public static void bind(int core) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = mask(arena);
            mask.setAtIndex(ValueLayout.JAVA_LONG, core / Long.SIZE, 1L << core);
            check(
                    "sched_setaffinity to core " + core,
                    Libc.schedSetAffinity(THIS_THREAD, mask.byteSize(), mask.address()));
        }
    }

    /// Whether a thread of this process can be bound to the core; tried by one that ends at once.
    public static boolean permits(int core) {
        CompletableFuture<Boolean> bound = new CompletableFuture<>();
        Thread.ofPlatform()
                .name("core-probe")
                .start(() -> {
                    try {
                        bind(core);
                        bound.complete(true);
                    } catch (SystemCallException e) {
                        bound.complete(false);
                    }
                });
        return bound.join();
    }

    private static MemorySegment mask(Arena arena) {
        return arena.allocate(MOST_CORES / Byte.SIZE, Long.BYTES);
    }
}
