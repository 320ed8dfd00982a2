package io.hnvgateway.nat;

import org.jspecify.annotations.Nullable;

/// The ports 1024..65535 of one external address and protocol: which are taken, which are reserved
/// for inbound rules, and which worker holds the lease of each block of 64.
///
/// A block is leased to the worker that takes its first port and returns when its last port is
/// given back, so that an inbound packet finds the worker that made its mapping. A choice tries
/// [#RANDOM_TRIES] random ports and then goes up from the last of them, wrapping around, to the
/// first free one: it fails only when no port is left (RFC 6888 REQ-14, §4).
///
/// Owner: one worker thread while there is one; later a lease is claimed by compare-and-set.
final class PortSpace {
    static final int FIRST = 1024;
    static final int SIZE = 65_536 - FIRST;
    static final int BLOCK_PORTS = 64;
    static final int RANDOM_TRIES = 8;

    private static final int BLOCKS = 65_536 / BLOCK_PORTS;
    private static final int FIRST_BLOCK = FIRST / BLOCK_PORTS;

    private final long[] taken = new long[BLOCKS];

    /// Worker index + 1 by block; 0: not leased.
    private final byte[] lease = new byte[BLOCKS];

    private long @Nullable [] reserved;
    private int takenPorts;
    private int freePorts = SIZE;

    /// Replaces the ports that are never given out; taken ones stay taken.
    ///
    /// @param bits bit per port 0..65535, not changed afterwards; null for none
    void reserve(long @Nullable [] bits) {
        reserved = bits;
        int free = 0;
        for (int block = FIRST_BLOCK; block < BLOCKS; block++) {
            free += BLOCK_PORTS - Long.bitCount(used(block));
        }
        freePorts = free;
    }

    /// Takes a free port for a worker.
    ///
    /// @return the port, or 0 when none is free
    int take(PortGenerator generator, int worker) {
        if (freePorts == 0) {
            return 0;
        }
        int port = FIRST;
        for (int i = 0; i < RANDOM_TRIES; i++) {
            port = generator.candidate();
            if (isFree(port, worker)) {
                return claim(port, worker);
            }
        }
        int next = nextFree(port, worker);
        return next == 0 ? 0 : claim(next, worker);
    }

    void release(int port) {
        int block = port / BLOCK_PORTS;
        if (!isTaken(port)) {
            throw new IllegalStateException("port " + port + " is not taken");
        }
        taken[block] &= ~bit(port);
        takenPorts--;
        if (taken[block] == 0) {
            lease[block] = 0;
        }
        if ((used(block) & bit(port)) == 0) {
            freePorts++;
        }
    }

    boolean isTaken(int port) {
        return (taken[port / BLOCK_PORTS] & bit(port)) != 0;
    }

    int takenPorts() {
        return takenPorts;
    }

    int freePorts() {
        return freePorts;
    }

    /// Index of the worker that holds the port's block, or -1.
    int leaseHolder(int port) {
        return lease[port / BLOCK_PORTS] - 1;
    }

    private int claim(int port, int worker) {
        int block = port / BLOCK_PORTS;
        taken[block] |= bit(port);
        lease[block] = (byte) (worker + 1);
        takenPorts++;
        freePorts--;
        return port;
    }

    private boolean isFree(int port, int worker) {
        int block = port / BLOCK_PORTS;
        return mayUse(block, worker) && (used(block) & bit(port)) == 0;
    }

    private int nextFree(int after, int worker) {
        int block = after / BLOCK_PORTS;
        long below = bit(after) - 1;
        for (int i = 0; i <= BLOCKS - FIRST_BLOCK; i++) {
            long free = mayUse(block, worker) ? ~used(block) & ~below : 0;
            if (free != 0) {
                return block * BLOCK_PORTS + Long.numberOfTrailingZeros(free);
            }
            below = 0;
            block = block + 1 == BLOCKS ? FIRST_BLOCK : block + 1;
        }
        return 0;
    }

    private boolean mayUse(int block, int worker) {
        return lease[block] == 0 || lease[block] == worker + 1;
    }

    private long used(int block) {
        return reserved == null ? taken[block] : taken[block] | reserved[block];
    }

    private static long bit(int port) {
        return 1L << (port % BLOCK_PORTS);
    }

    /// A bitmap for [#reserve] with the ports of one range set.
    static void setRange(long[] bits, PortRange range) {
        for (int port = range.first(); port <= range.last(); port++) {
            bits[port / BLOCK_PORTS] |= bit(port);
        }
    }

    static long[] emptyBits() {
        return new long[BLOCKS];
    }
}
