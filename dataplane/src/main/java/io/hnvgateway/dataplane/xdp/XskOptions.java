package io.hnvgateway.dataplane.xdp;

import static io.hnvgateway.dataplane.sys.SystemCallException.check;

import io.hnvgateway.dataplane.sys.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Options of an AF_XDP socket (linux/if_xdp.h).
final class XskOptions {
    static final int RX_RING = 2;
    static final int TX_RING = 3;
    static final int FILL_RING = 5;
    static final int COMPLETION_RING = 6;

    private static final int SOL_XDP = 283;
    private static final int MMAP_OFFSETS = 1;
    private static final int UMEM_REG = 4;
    private static final int STATISTICS = 7;
    private static final int MAX_TX_SKB_BUDGET = 9;
    private static final int UMEM_REG_BYTES = 32;
    private static final int STATISTICS_BYTES = 48;

    private final int fd;

    XskOptions(int fd) {
        this.fd = fd;
    }

    void registerUmem(MemorySegment frames, int frameBytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment umem = arena.allocate(UMEM_REG_BYTES, 8);
            umem.set(ValueLayout.JAVA_LONG, 0, frames.address());
            umem.set(ValueLayout.JAVA_LONG, 8, frames.byteSize());
            umem.set(ValueLayout.JAVA_INT, 16, frameBytes);
            check(
                    "XDP_UMEM_REG",
                    Libc.setsockopt(fd, SOL_XDP, UMEM_REG, umem.address(), UMEM_REG_BYTES));
        }
    }

    void ringSize(int ring, int entries) {
        check("AF_XDP ring of " + entries + " entries", set(ring, entries));
    }

    /// Packets that one call sends in copy mode; older kernels know only their default, 32.
    void transmitBudget(int packets) {
        set(MAX_TX_SKB_BUDGET, packets);
    }

    private int set(int option, int number) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_INT, number);
            return Libc.setsockopt(fd, SOL_XDP, option, value.address(), 4);
        }
    }

    /// Where the parts of the four rings stand.
    record Rings(
            RingOffsets receive, RingOffsets transmit, RingOffsets fill, RingOffsets completion) {}

    Rings rings() {
        try (Arena arena = Arena.ofConfined()) {
            int each = RingOffsets.BYTES;
            MemorySegment value = get(arena, "XDP_MMAP_OFFSETS", MMAP_OFFSETS, 4 * each);
            return new Rings(
                    RingOffsets.read(value, 0),
                    RingOffsets.read(value, each),
                    RingOffsets.read(value, 2L * each),
                    RingOffsets.read(value, 3L * each));
        }
    }

    /// What the kernel counted for a socket.
    ///
    /// @param dropped too long, or no frame in the fill ring
    record Statistics(
            long dropped,
            long invalidReceive,
            long invalidTransmit,
            long receiveRingFull,
            long fillRingEmpty) {}

    Statistics statistics() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = get(arena, "XDP_STATISTICS", STATISTICS, STATISTICS_BYTES);
            return new Statistics(
                    value.get(ValueLayout.JAVA_LONG, 0),
                    value.get(ValueLayout.JAVA_LONG, 8),
                    value.get(ValueLayout.JAVA_LONG, 16),
                    value.get(ValueLayout.JAVA_LONG, 24),
                    value.get(ValueLayout.JAVA_LONG, 32));
        }
    }

    private MemorySegment get(Arena arena, String what, int option, int bytes) {
        MemorySegment value = arena.allocate(bytes, 8);
        MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, bytes);
        check(what, Libc.getsockopt(fd, SOL_XDP, option, value.address(), length.address()));
        if (length.get(ValueLayout.JAVA_INT, 0) < bytes) {
            throw new UnsupportedOperationException(what + ": the kernel is older than 5.9");
        }
        return value;
    }
}
