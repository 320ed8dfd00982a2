package io.hnvgateway.nat;

import java.util.Arrays;

/// Which external address each inside address with dynamic mappings uses: all its mappings of all
/// protocols use the same (RFC 4787 REQ-2, "paired"). An entry lives as long as one of its
/// mappings. Owner: one worker thread.
final class HostTable {
    static final int NONE = -1;

    private final int[] heads;
    private final int[] next;
    private final int[] compartments;
    private final int[] addresses;
    private final int[] externals;
    private final int[] mappings;
    private final long seed;
    private int firstFree = NONE;
    private int bound;

    HostTable(int capacity, long seed) {
        heads = new int[Chains.buckets(capacity)];
        Arrays.fill(heads, NONE);
        next = new int[capacity];
        compartments = new int[capacity];
        addresses = new int[capacity];
        externals = new int[capacity];
        mappings = new int[capacity];
        this.seed = seed;
    }

    /// The host's entry, or NONE.
    int find(int compartment, int address) {
        int host = heads[bucket(compartment, address)];
        while (host != NONE && !is(host, compartment, address)) {
            host = next[host];
        }
        return host;
    }

    int external(int host) {
        return externals[host];
    }

    /// Counts one mapping more of an inside address, which now uses this external address.
    ///
    /// @return the host's entry, or NONE when the table is full
    int claim(int compartment, int address, int externalAddress) {
        int known = find(compartment, address);
        int host = known == NONE ? add(compartment, address) : known;
        if (host != NONE) {
            externals[host] = externalAddress;
            mappings[host]++;
        }
        return host;
    }

    private int add(int compartment, int address) {
        int host = allocate();
        if (host == NONE) {
            return NONE;
        }
        compartments[host] = compartment;
        addresses[host] = address;
        mappings[host] = 0;
        int bucket = bucket(compartment, address);
        next[host] = heads[bucket];
        heads[bucket] = host;
        return host;
    }

    /// Counts one mapping less, and forgets the host after its last.
    void removeMapping(int compartment, int address) {
        int host = find(compartment, address);
        if (--mappings[host] == 0) {
            remove(host);
        }
    }

    private int allocate() {
        if (firstFree != NONE) {
            int host = firstFree;
            firstFree = next[host];
            return host;
        }
        return bound == next.length ? NONE : bound++;
    }

    private void remove(int host) {
        int bucket = bucket(compartments[host], addresses[host]);
        if (heads[bucket] == host) {
            heads[bucket] = next[host];
        } else {
            int before = heads[bucket];
            while (next[before] != host) {
                before = next[before];
            }
            next[before] = next[host];
        }
        next[host] = firstFree;
        firstFree = host;
    }

    private boolean is(int host, int compartment, int address) {
        return addresses[host] == address && compartments[host] == compartment;
    }

    private int bucket(int compartment, int address) {
        long host = (long) compartment << 32 | Integer.toUnsignedLong(address);
        return (int) SplitMix.mix(seed ^ host) & (heads.length - 1);
    }
}
