package io.hnvgateway.nat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The ports 1024..65535 of one external address and protocol: which are taken, and by which
/// worker. Shared by all workers without a lock.
///
/// Each block of 64 ports is leased to the worker that takes its first one, and comes back with the
/// last, so that an inbound packet finds the worker that made its mapping ([#holder]). A choice
/// tries [#RANDOM_TRIES] candidates, passing over blocks of others; then it goes up from the last
/// of them, wrapping around, to the first free port in a block of its own or of nobody; and only
/// when there is none it *borrows* a single port in a block of another. So it fails only when no
/// port at all is left (RFC 6888 REQ-14, §4), with however many workers.
///
/// | step | made safe by |
/// |---|---|
/// | lease a block | compare-and-set of the lease from 0 |
/// | take or give back a port | atomic or / and on the block's bits: whoever sets a bit has the port |
/// | return a lease | by its holder only, when no port is left but borrowed ones |
/// | borrow | the bit first, then the borrower's name, which [#holder] reads before the lease |
///
/// A reader may see a lease that has just come back: then no mapping is there either.
final class PortSpace {
    static final int FIRST = 1024;
    static final int SIZE = 65_536 - FIRST;
    static final int BLOCK_PORTS = 64;
    static final int RANDOM_TRIES = 8;
    static final int NOBODY = -1;

    private static final int PORTS = 65_536;
    private static final int BLOCKS = PORTS / BLOCK_PORTS;
    private static final int FIRST_BLOCK = FIRST / BLOCK_PORTS;
    private static final VarHandle BITS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle NAMES = MethodHandles.arrayElementVarHandle(byte[].class);

    private final long[] taken = new long[BLOCKS];

    /// Worker index + 1 by block; 0: not leased.
    private final byte[] lease = new byte[BLOCKS];

    private final AtomicLong releases = new AtomicLong();

    /// Worker index + 1 by borrowed port, else 0; made with the first of them, which comes after a
    /// thousand mappings at least.
    private volatile byte @Nullable [] borrowers;

    /// Takes a free port for a worker.
    ///
    /// @return the port, or 0 when none is free
    int take(PortGenerator candidates, ReservedPorts reserved, int worker) {
        long before = releases.get();
        if (reserved.exhausted(before)) {
            return 0;
        }
        int port = FIRST;
        for (int i = 0; i < RANDOM_TRIES; i++) {
            port = candidates.candidate(i);
            if (takeOwn(port, reserved, worker)) {
                return port;
            }
        }
        int next = search(port, reserved, worker, false);
        next = next == 0 ? search(port, reserved, worker, true) : next;
        if (next == 0) {
            reserved.noteExhausted(before);
        }
        return next;
    }

    private boolean takeOwn(int port, ReservedPorts reserved, int worker) {
        int block = port / BLOCK_PORTS;
        return (used(block, reserved) & bit(port)) == 0 && leases(block, worker) && takeBit(port);
    }

    /// Whether the block is the worker's, if need be from now on.
    private boolean leases(int block, int worker) {
        int holder = (byte) NAMES.getAcquire(lease, block);
        return holder == worker + 1
                || (holder == 0
                        && NAMES.compareAndSet(lease, block, (byte) 0, (byte) (worker + 1)));
    }

    private boolean takeBit(int port) {
        long before = (long) BITS.getAndBitwiseOr(taken, port / BLOCK_PORTS, bit(port));
        return (before & bit(port)) == 0;
    }

    /// Takes the first free port from `after` on, wrapping around.
    private int search(int after, ReservedPorts reserved, int worker, boolean borrowing) {
        int block = after / BLOCK_PORTS;
        long below = bit(after) - 1;
        for (int i = 0; i <= BLOCKS - FIRST_BLOCK; i++) {
            int port = takeInBlock(block, ~used(block, reserved) & ~below, worker, borrowing);
            if (port != 0) {
                return port;
            }
            below = 0;
            block = block + 1 == BLOCKS ? FIRST_BLOCK : block + 1;
        }
        return 0;
    }

    private int takeInBlock(int block, long free, int worker, boolean borrowing) {
        if (free == 0 || !(borrowing || leases(block, worker))) {
            return 0;
        }
        for (long left = free; left != 0; left &= left - 1) {
            int port = block * BLOCK_PORTS + Long.numberOfTrailingZeros(left);
            if (takeBit(port)) {
                if (borrowing) {
                    NAMES.setRelease(borrowers(), port, (byte) (worker + 1));
                }
                return port;
            }
        }
        return 0;
    }

    private byte[] borrowers() {
        byte[] known = borrowers;
        return known == null ? makeBorrowers() : known;
    }

    /// A lock, for once in the life of a space that is used up.
    private synchronized byte[] makeBorrowers() {
        byte[] known = borrowers;
        if (known == null) {
            known = new byte[PORTS];
            borrowers = known;
        }
        return known;
    }

    /// Gives a port back; by the worker that took it.
    void release(int port, int worker) {
        byte[] borrowed = borrowers;
        if (borrowed != null) {
            NAMES.setRelease(borrowed, port, (byte) 0);
        }
        int block = port / BLOCK_PORTS;
        long before = (long) BITS.getAndBitwiseAnd(taken, block, ~bit(port));
        if ((before & bit(port)) == 0) {
            throw new IllegalStateException("port " + port + " is not taken");
        }
        boolean mine = (byte) NAMES.getAcquire(lease, block) == worker + 1;
        if (mine && onlyBorrowed(block, before & ~bit(port))) {
            NAMES.setRelease(lease, block, (byte) 0);
        }
        releases.getAndIncrement();
    }

    /// Takes a port that a worker had in an earlier process.
    ///
    /// @return false when it is taken, or none that is given out
    boolean adopt(int port, int worker) {
        if (port < FIRST || !takeBit(port)) {
            return false;
        }
        if (!leases(port / BLOCK_PORTS, worker)) {
            NAMES.setRelease(borrowers(), port, (byte) (worker + 1));
        }
        return true;
    }

    private boolean onlyBorrowed(int block, long ports) {
        byte[] borrowed = borrowers;
        for (long left = ports; left != 0; left &= left - 1) {
            int port = block * BLOCK_PORTS + Long.numberOfTrailingZeros(left);
            if (borrowed == null || (byte) NAMES.getAcquire(borrowed, port) == 0) {
                return false;
            }
        }
        return true;
    }

    /// Brings what [#take] will need of a port into the cache; see [ExternalAddress#touch].
    long touch(int port) {
        int block = port / BLOCK_PORTS;
        return taken[block] + lease[block] + releases.getPlain();
    }

    boolean isTaken(int port) {
        return ((long) BITS.getAcquire(taken, port / BLOCK_PORTS) & bit(port)) != 0;
    }

    /// Index of the worker that has a taken port, or -1. From any thread.
    int holder(int port) {
        if (!isTaken(port)) {
            return NOBODY;
        }
        byte[] borrowed = borrowers;
        int borrower = borrowed == null ? 0 : (byte) NAMES.getAcquire(borrowed, port);
        return (borrower == 0 ? leaseHolder(port) + 1 : borrower) - 1;
    }

    /// Index of the worker that holds the lease of the port's block, or -1. From any thread.
    int leaseHolder(int port) {
        return (byte) NAMES.getAcquire(lease, port / BLOCK_PORTS) - 1;
    }

    private long used(int block, ReservedPorts reserved) {
        return (long) BITS.getAcquire(taken, block) | reserved.ofBlock(block);
    }

    private static long bit(int port) {
        return 1L << (port % BLOCK_PORTS);
    }

    /// A bitmap for [ReservedPorts] with the ports of one range set.
    static void setRange(long[] bits, PortRange range) {
        for (int port = range.first(); port <= range.last(); port++) {
            bits[port / BLOCK_PORTS] |= bit(port);
        }
    }

    static long[] emptyBits() {
        return new long[BLOCKS];
    }
}
