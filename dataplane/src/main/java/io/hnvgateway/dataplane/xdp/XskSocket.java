package io.hnvgateway.dataplane.xdp;

import static io.hnvgateway.dataplane.sys.SystemCallException.check;

import io.hnvgateway.dataplane.sys.Errno;
import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.dataplane.sys.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One AF_XDP socket bound to one queue of one device, with its receive and transmit ring. Fill and
/// completion ring belong to the queue: its first socket has them, the others share them.
final class XskSocket implements AutoCloseable {
    static final int RING_ENTRIES = 2048;

    private static final int AF_XDP = 44;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int ADDRESS_BYTES = 16;
    private static final int SHARED_UMEM = 1;
    private static final int COPY = 2;
    private static final int ZERO_COPY = 4;
    private static final int USE_NEED_WAKEUP = 8;
    private static final int TRANSMIT_BUDGET = 256;
    private static final long BUSY_PATIENCE_NS = 5_000_000_000L;
    private static final long BUSY_PAUSE_NS = 5_000_000L;
    private static final long RECEIVE_PAGES = 0;
    private static final long TRANSMIT_PAGES = 0x8000_0000L;
    private static final long FILL_PAGES = 0x1_0000_0000L;
    private static final long COMPLETION_PAGES = 0x1_8000_0000L;
    private static final int DESCRIPTOR_BYTES = 16;
    private static final int ADDRESS_ENTRY_BYTES = 8;

    private final int fd;
    private final XskOptions options;
    private final List<Mapping> mappings = new ArrayList<>();
    private final ConsumerRing receive;
    private final ProducerRing transmit;
    private final @Nullable ProducerRing fill;
    private final @Nullable ConsumerRing completion;

    /// Where a socket is bound.
    ///
    /// @param place device and queue
    /// @param owner the queue's first socket; for that itself the one that registered the UMEM, or
    ///   -1: this one registers it
    /// @param first whether it is the queue's first
    /// @param zeroCopy of the first socket of all; the others follow it
    record Binding(Place place, int owner, boolean first, boolean zeroCopy) {}

    record Place(String device, int deviceIndex, int queue) {}

    XskSocket(MemorySegment frames, int frameBytes, Binding binding) {
        fd = check("AF_XDP socket", Libc.socket(AF_XDP, SOCK_RAW_CLOEXEC, 0));
        options = new XskOptions(fd);
        try {
            if (binding.owner() < 0) {
                options.registerUmem(frames, frameBytes);
            }
            if (binding.first()) {
                options.ringSize(XskOptions.FILL_RING, RING_ENTRIES);
                options.ringSize(XskOptions.COMPLETION_RING, RING_ENTRIES);
            }
            options.ringSize(XskOptions.RX_RING, RING_ENTRIES);
            options.ringSize(XskOptions.TX_RING, RING_ENTRIES);
            options.transmitBudget(TRANSMIT_BUDGET);
            XskOptions.Rings at = options.rings();
            receive = consumer(RECEIVE_PAGES, at.receive(), DESCRIPTOR_BYTES);
            transmit = producer(TRANSMIT_PAGES, at.transmit(), DESCRIPTOR_BYTES);
            boolean first = binding.first();
            fill = first ? producer(FILL_PAGES, at.fill(), ADDRESS_ENTRY_BYTES) : null;
            completion =
                    first ? consumer(COMPLETION_PAGES, at.completion(), ADDRESS_ENTRY_BYTES) : null;
            bind(binding);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private ConsumerRing consumer(long pages, RingOffsets at, int entryBytes) {
        return new ConsumerRing(map(pages, at, entryBytes), at, RING_ENTRIES);
    }

    private ProducerRing producer(long pages, RingOffsets at, int entryBytes) {
        return new ProducerRing(map(pages, at, entryBytes), at, RING_ENTRIES);
    }

    private MemorySegment map(long pages, RingOffsets at, int entryBytes) {
        long bytes = at.descriptors() + (long) RING_ENTRIES * entryBytes;
        Mapping mapping = Mapping.populated("AF_XDP ring", fd, bytes, pages);
        mappings.add(mapping);
        return mapping.segment();
    }

    private void bind(Binding binding) {
        boolean shares = binding.owner() >= 0;
        int mode = (binding.zeroCopy() ? ZERO_COPY : COPY) | USE_NEED_WAKEUP;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(ADDRESS_BYTES, 4);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_XDP);
            address.set(ValueLayout.JAVA_SHORT, 2, (short) (shares ? SHARED_UMEM : mode));
            address.set(ValueLayout.JAVA_INT, 4, binding.place().deviceIndex());
            address.set(ValueLayout.JAVA_INT, 8, binding.place().queue());
            address.set(ValueLayout.JAVA_INT, 12, shares ? binding.owner() : 0);
            check(
                    "bind AF_XDP to queue "
                            + binding.place().queue()
                            + " of "
                            + binding.place().device(),
                    bindWithPatience(address));
        }
    }

    /// After a process died the kernel takes up to 40 ms until its queue is free again, and more
    /// than a second where many wait for the processors.
    private int bindWithPatience(MemorySegment address) {
        long end = System.nanoTime() + BUSY_PATIENCE_NS;
        int result = Libc.bind(fd, address.address(), ADDRESS_BYTES);
        while (result == -Errno.EBUSY && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(BUSY_PAUSE_NS);
            result = Libc.bind(fd, address.address(), ADDRESS_BYTES);
        }
        return result;
    }

    int descriptor() {
        return fd;
    }

    ConsumerRing receive() {
        return receive;
    }

    ProducerRing transmit() {
        return transmit;
    }

    /// Null in a socket that shares its queue's.
    @Nullable ProducerRing fill() {
        return fill;
    }

    /// As [#fill].
    @Nullable ConsumerRing completion() {
        return completion;
    }

    XskOptions.Statistics statistics() {
        return options.statistics();
    }

    @Override
    public void close() {
        Libc.close(fd);
        mappings.forEach(Mapping::close);
    }

    /// True if the failure means that this way of binding is not to be had here.
    static boolean isUnsupported(SystemCallException e) {
        return e.errno() == Errno.EOPNOTSUPP || e.errno() == Errno.EINVAL;
    }
}
