package io.hnvgateway.compartments.stage;

import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Packet;
import java.util.Arrays;

/// Fragmented packets on their way through: their ports, once the first fragment has told them, and
/// which bytes were seen. Fragments are forwarded one by one, never put together.
///
/// A fixed number of entries, found by compartment, side, addresses, protocol and identification
/// under a seeded hash within [#PROBES] places. An entry ends soon after every byte came, or by its
/// time. Owner: the worker.
final class FragmentTable {
    static final long TIMEOUT_NS = 15_000_000_000L;
    static final int CAPACITY = 4096;

    private static final long LINGER_NS = 250_000_000L;

    private static final int PROBES = 16;

    /// A packet of 65535 bytes has at most this many units of 8 bytes, one bit each.
    private static final int WORDS = 65536 / 8 / 64;

    private static final int UNKNOWN = -1;

    private final long seed;
    private final long[] addresses = new long[CAPACITY];
    private final long[] names = new long[CAPACITY];
    private final long[] deadlines = new long[CAPACITY];
    private final int[] ports = new int[CAPACITY];
    private final int[] identifications = new int[CAPACITY];
    private final int[] missingUnits = new int[CAPACITY];
    private final boolean[] used = new boolean[CAPACITY];
    private final boolean[] firstSeen = new boolean[CAPACITY];
    private final boolean[] lastSeen = new boolean[CAPACITY];
    private final long[] seen = new long[CAPACITY * WORDS];

    /// Builds an empty table.
    ///
    /// @param seed secret of the hash
    FragmentTable(long seed) {
        this.seed = seed;
    }

    /// The entry of the packet's datagram, or -1.
    int find(Packet p) {
        long address = addresses(p);
        long name = name(p);
        int home = home(address, name);
        for (int i = 0; i < PROBES; i++) {
            int entry = (home + i) % CAPACITY;
            if (used[entry] && addresses[entry] == address && names[entry] == name) {
                return entry;
            }
        }
        return -1;
    }

    /// A new entry for the packet's datagram, or -1 when none is free.
    int add(Packet p, long nowNs) {
        int home = home(addresses(p), name(p));
        for (int i = 0; i < PROBES; i++) {
            int entry = (home + i) % CAPACITY;
            if (!used[entry]) {
                begin(entry, p, nowNs);
                return entry;
            }
        }
        return -1;
    }

    private void begin(int entry, Packet p, long nowNs) {
        used[entry] = true;
        firstSeen[entry] = false;
        lastSeen[entry] = false;
        identifications[entry] = UNKNOWN;
        missingUnits[entry] = 0;
        addresses[entry] = addresses(p);
        names[entry] = name(p);
        deadlines[entry] = nowNs + TIMEOUT_NS;
        Arrays.fill(seen, entry * WORDS, (entry + 1) * WORDS, 0);
    }

    /// Marks the fragment's bytes as seen.
    ///
    /// @return false when one of them was already
    boolean mark(int entry, Packet p) {
        int first = p.fragmentOffset / 8;
        int end = (p.fragmentOffset + p.ipPayloadBytes() + 7) / 8;
        for (int unit = first; unit < end; unit++) {
            if ((seen[entry * WORDS + unit / 64] >>> unit & 1) != 0) {
                return false;
            }
        }
        for (int unit = first; unit < end; unit++) {
            seen[entry * WORDS + unit / 64] |= 1L << unit;
        }
        missingUnits[entry] -= end - first;
        if (!p.moreFragments && !lastSeen[entry]) {
            lastSeen[entry] = true;
            missingUnits[entry] += end;
        }
        return true;
    }

    /// Lets a datagram of which every byte came linger only as long as its fragments may wait for
    /// one another.
    void endIfComplete(int entry, long nowNs) {
        if (lastSeen[entry] && missingUnits[entry] == 0) {
            deadlines[entry] = nowNs + LINGER_NS;
        }
    }

    void first(int entry, int sourceAndDestinationPort) {
        firstSeen[entry] = true;
        ports[entry] = sourceAndDestinationPort;
    }

    boolean firstSeen(int entry) {
        return used[entry] && firstSeen[entry];
    }

    int ports(int entry) {
        return ports[entry];
    }

    /// The identification that the datagram leaves with, or -1 when none was chosen yet.
    int identification(int entry) {
        return identifications[entry];
    }

    void identification(int entry, int value) {
        identifications[entry] = value;
    }

    boolean expired(int entry, long nowNs) {
        return used[entry] && nowNs - deadlines[entry] >= 0;
    }

    int compartment(int entry) {
        return (int) (names[entry] >>> 32);
    }

    void remove(int entry) {
        used[entry] = false;
    }

    private int home(long address, long name) {
        long hash = (address ^ seed) * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 32 ^ name) * 0xD6E8FEB86659FD93L;
        return (int) ((hash ^ hash >>> 32) & (CAPACITY - 1));
    }

    private static long addresses(Packet p) {
        return (long) p.source << 32 | Integer.toUnsignedLong(p.destination);
    }

    /// Compartment, side, protocol and identification in one number.
    private static long name(Packet p) {
        int side = p.overlay ? 1 << 24 : 0;
        int rest = side | p.protocol << 16 | Ipv4Header.identification(p.ip);
        return (long) p.compartment << 32 | rest;
    }
}
