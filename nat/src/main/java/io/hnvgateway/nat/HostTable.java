package io.hnvgateway.nat;

import java.util.Arrays;

/// Which external address each inside address with dynamic mappings uses: all its mappings of all
/// protocols use the same (RFC 4787 REQ-2, "paired"). An entry lives as long as one of its
/// mappings. Owner: one worker thread.
final class HostTable {
    static final int NONE = -1;

    /// Numbers of a host, side by side in one line of the cache.
    private static final int STRIDE = 8;

    private static final int NEXT = 0;
    private static final int COMPARTMENT = 1;
    private static final int ADDRESS = 2;
    private static final int EXTERNAL = 3;
    private static final int MAPPINGS = 4;

    private final int[] heads;
    private final int[] cells;
    private final long seed;
    private int firstFree = NONE;
    private int bound;

    HostTable(int capacity, long seed) {
        heads = new int[Chains.buckets(capacity)];
        Arrays.fill(heads, NONE);
        cells = new int[Math.multiplyExact(capacity, STRIDE)];
        this.seed = seed;
    }

    /// Bytes of a table.
    static long bytes(int capacity) {
        return Integer.BYTES * (Chains.buckets(capacity) + (long) capacity * STRIDE);
    }

    private int get(int host, int number) {
        return cells[host * STRIDE + number];
    }

    private void set(int host, int number, int value) {
        cells[host * STRIDE + number] = value;
    }

    /// The host's entry, or NONE.
    int find(int compartment, int address) {
        int host = heads[bucket(compartment, address)];
        while (host != NONE && !is(host, compartment, address)) {
            host = get(host, NEXT);
        }
        return host;
    }

    int external(int host) {
        return get(host, EXTERNAL);
    }

    /// Counts one mapping more of an inside address, which now uses this external address.
    ///
    /// @return the host's entry, or NONE when the table is full
    int claim(int compartment, int address, int externalAddress) {
        int known = find(compartment, address);
        int host = known == NONE ? add(compartment, address) : known;
        if (host != NONE) {
            set(host, EXTERNAL, externalAddress);
            set(host, MAPPINGS, get(host, MAPPINGS) + 1);
        }
        return host;
    }

    private int add(int compartment, int address) {
        int host = allocate();
        if (host == NONE) {
            return NONE;
        }
        set(host, COMPARTMENT, compartment);
        set(host, ADDRESS, address);
        set(host, MAPPINGS, 0);
        int bucket = bucket(compartment, address);
        set(host, NEXT, heads[bucket]);
        heads[bucket] = host;
        return host;
    }

    /// Counts one mapping less, and forgets the host after its last.
    void removeMapping(int compartment, int address) {
        int host = find(compartment, address);
        int left = get(host, MAPPINGS) - 1;
        set(host, MAPPINGS, left);
        if (left == 0) {
            remove(host);
        }
    }

    private int allocate() {
        if (firstFree != NONE) {
            int host = firstFree;
            firstFree = get(host, NEXT);
            return host;
        }
        return (bound + 1) * STRIDE > cells.length ? NONE : bound++;
    }

    private void remove(int host) {
        int bucket = bucket(get(host, COMPARTMENT), get(host, ADDRESS));
        if (heads[bucket] == host) {
            heads[bucket] = get(host, NEXT);
        } else {
            int before = heads[bucket];
            while (get(before, NEXT) != host) {
                before = get(before, NEXT);
            }
            set(before, NEXT, get(host, NEXT));
        }
        set(host, NEXT, firstFree);
        firstFree = host;
    }

    private boolean is(int host, int compartment, int address) {
        return get(host, ADDRESS) == address && get(host, COMPARTMENT) == compartment;
    }

    private int bucket(int compartment, int address) {
        long host = (long) compartment << 32 | Integer.toUnsignedLong(address);
        return (int) SplitMix.mix(seed ^ host) & (heads.length - 1);
    }
}
