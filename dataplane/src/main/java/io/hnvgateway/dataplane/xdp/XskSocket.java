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

/// One AF_XDP socket with its four rings, bound to one queue of one device.
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
    private static final long BUSY_PATIENCE_NS = 1_000_000_000L;
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
    private final ProducerRing fill;
    private final ConsumerRing completion;

    /// Where a socket is bound.
    ///
    /// @param owner the socket that registered the UMEM, or -1: this one registers it
    /// @param zeroCopy of the first socket; the others follow it
    record Binding(String device, int deviceIndex, int queue, int owner, boolean zeroCopy) {}

    XskSocket(MemorySegment frames, int frameBytes, Binding binding) {
        fd = check("AF_XDP socket", Libc.socket(AF_XDP, SOCK_RAW_CLOEXEC, 0));
        options = new XskOptions(fd);
        try {
            if (binding.owner() < 0) {
                options.registerUmem(frames, frameBytes);
            }
            options.ringSize(XskOptions.FILL_RING, RING_ENTRIES);
            options.ringSize(XskOptions.COMPLETION_RING, RING_ENTRIES);
            options.ringSize(XskOptions.RX_RING, RING_ENTRIES);
            options.ringSize(XskOptions.TX_RING, RING_ENTRIES);
            options.transmitBudget(TRANSMIT_BUDGET);
            XskOptions.Rings at = options.rings();
            receive = consumer(RECEIVE_PAGES, at.receive(), DESCRIPTOR_BYTES);
            transmit = producer(TRANSMIT_PAGES, at.transmit(), DESCRIPTOR_BYTES);
            fill = producer(FILL_PAGES, at.fill(), ADDRESS_ENTRY_BYTES);
            completion = consumer(COMPLETION_PAGES, at.completion(), ADDRESS_ENTRY_BYTES);
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
            address.set(ValueLayout.JAVA_INT, 4, binding.deviceIndex());
            address.set(ValueLayout.JAVA_INT, 8, binding.queue());
            address.set(ValueLayout.JAVA_INT, 12, shares ? binding.owner() : 0);
            check(
                    "bind AF_XDP to queue " + binding.queue() + " of " + binding.device(),
                    bindWithPatience(address));
        }
    }

    /// After a process died the kernel takes up to 40 ms until its queue is free again.
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

    ProducerRing fill() {
        return fill;
    }

    ConsumerRing completion() {
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
