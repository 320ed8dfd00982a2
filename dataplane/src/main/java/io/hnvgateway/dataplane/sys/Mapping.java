package io.hnvgateway.dataplane.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory mapped by mmap(2): anonymous or of a descriptor (ring, BPF map). Page-aligned. After
/// [#close()] its segment throws, but the use of a bare address ends the process: close last.
public final class Mapping implements AutoCloseable {
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_NORESERVE = 0x4000;
    private static final int MAP_POPULATE = 0x8000;
    private static final int MADV_HUGEPAGE = 14;
    private static final long PAGE_BYTES = 4096;
    private static final long LEAST_HUGE_BYTES = 16L << 20;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;

    private Mapping(long address, long bytes, long mappedBytes) {
        segment =
                MemorySegment.ofAddress(address)
                        .reinterpret(bytes, arena, s -> Libc.munmap(s.address(), mappedBytes));
    }

    /// Zeroed memory whose pages exist once they are touched.
    public static Mapping anonymous(long bytes) {
        return map("anonymous memory", bytes, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    }

    /// As [#anonymous], in pages of 2 MiB where the kernel has them: for tables that are read in no
    /// order, whose 4 KiB pages would not fit the TLB. Less than a few such pages stay as they are.
    public static Mapping inHugePages(long bytes) {
        if (bytes < LEAST_HUGE_BYTES) {
            return anonymous(bytes);
        }
        Mapping mapping = anonymous(bytes);
        Libc.madvise(mapping.address(), bytes & -PAGE_BYTES, MADV_HUGEPAGE);
        return mapping;
    }

    public static Mapping ofDescriptor(String what, int fd, long bytes, long offset) {
        return map(what, bytes, MAP_SHARED, fd, offset);
    }

    /// As [#ofDescriptor], with the page tables filled at once.
    public static Mapping populated(String what, int fd, long bytes, long offset) {
        return map(what, bytes, MAP_SHARED | MAP_POPULATE, fd, offset);
    }

    private static Mapping map(String what, long bytes, int flags, int fd, long offset) {
        long mapped = (bytes + PAGE_BYTES - 1) & -PAGE_BYTES;
        long address = Libc.mmap(mapped, PROT_READ_WRITE, flags, fd, offset);
        if (address < 0 && address > -PAGE_BYTES) {
            throw new SystemCallException("mmap of " + what, (int) -address);
        }
        return new Mapping(address, bytes, mapped);
    }

    public MemorySegment segment() {
        return segment;
    }

    public long address() {
        return segment.address();
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
