package io.hnvgateway.compartments.stage;

import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Extensions;
import io.hnvgateway.packet.Packet;
import java.util.Arrays;

/// Fragmented packets on their way through: their ports, once the first fragment has told them, and
/// which bytes were seen. Fragments are forwarded one by one, never put together.
///
/// A fixed number of entries, found by compartment, side, addresses, identification and, of IPv4,
/// protocol (RFC 791 §3.2, RFC 8200 §4.5) under a seeded hash within [#PROBES] places. An entry
/// ends soon after every byte came, or by its time. Owner: the worker.
final class FragmentTable {
    static final long TIMEOUT_NS = 15_000_000_000L;
    static final int CAPACITY = 4096;

    private static final long LINGER_NS = 250_000_000L;

    private static final int FRAGMENT_HEADER_BYTES = 8;
    private static final int PROBES = 32;

    /// A packet of 65535 bytes has at most this many units of 8 bytes, one bit each.
    private static final int WORDS = 65536 / 8 / 64;

    private static final int UNKNOWN = -1;

    private final long seed;
    private final long[] sourceHighs = new long[CAPACITY];
    private final long[] sourceLows = new long[CAPACITY];
    private final long[] destinationHighs = new long[CAPACITY];
    private final long[] destinationLows = new long[CAPACITY];
    private final long[] names = new long[CAPACITY];
    private final int[] compartments = new int[CAPACITY];
    private final long[] deadlines = new long[CAPACITY];
    private final int[] ports = new int[CAPACITY];
    private final int[] protocols = new int[CAPACITY];
    private final int[] identifications = new int[CAPACITY];
    private final int[] missingUnits = new int[CAPACITY];
    private final boolean[] used = new boolean[CAPACITY];
    private final boolean[] firstSeen = new boolean[CAPACITY];
    private final boolean[] lastSeen = new boolean[CAPACITY];
    private final boolean[] spoiled = new boolean[CAPACITY];
    private final long[] seen = new long[CAPACITY * WORDS];
    private int size;

    /// Builds an empty table.
    ///
    /// @param seed secret of the hash
    FragmentTable(long seed) {
        this.seed = seed;
    }

    /// The entry of the packet's datagram, or -1.
    int find(Packet p) {
        long name = name(p);
        long hash = hash(p, name);
        for (int i = 0; i < PROBES; i++) {
            int entry = place(hash, i);
            if (used[entry] && names[entry] == name && isSame(entry, p)) {
                return entry;
            }
        }
        return -1;
    }

    private boolean isSame(int entry, Packet p) {
        return compartments[entry] == p.compartment
                && sourceLows[entry] == p.sourceLow()
                && destinationLows[entry] == p.destinationLow()
                && sourceHighs[entry] == p.sourceHigh()
                && destinationHighs[entry] == p.destinationHigh();
    }

    /// A new entry for the packet's datagram, or -1 when none is free.
    int add(Packet p, long nowNs) {
        long name = name(p);
        long hash = hash(p, name);
        for (int i = 0; i < PROBES; i++) {
            int entry = place(hash, i);
            if (!used[entry]) {
                begin(entry, p, name, nowNs);
                return entry;
            }
        }
        return -1;
    }

    private void begin(int entry, Packet p, long name, long nowNs) {
        size++;
        used[entry] = true;
        firstSeen[entry] = false;
        lastSeen[entry] = false;
        spoiled[entry] = false;
        identifications[entry] = UNKNOWN;
        missingUnits[entry] = 0;
        compartments[entry] = p.compartment;
        sourceHighs[entry] = p.sourceHigh();
        sourceLows[entry] = p.sourceLow();
        destinationHighs[entry] = p.destinationHigh();
        destinationLows[entry] = p.destinationLow();
        names[entry] = name;
        deadlines[entry] = nowNs + TIMEOUT_NS;
        Arrays.fill(seen, entry * WORDS, (entry + 1) * WORDS, 0);
    }

    /// Bytes of the datagram that the fragment carries: of IPv6 all behind the Fragment header,
    /// further extension headers of a first fragment too.
    static int bytes(Packet p) {
        if (!p.ipv6) {
            return p.ipPayloadBytes();
        }
        long walked = Ipv6Extensions.walk(p.ip, p.ipTotalBytes);
        return p.ipTotalBytes - Ipv6Extensions.fragmentHeaderAt(walked) - FRAGMENT_HEADER_BYTES;
    }

    /// Marks the fragment's bytes as seen. Once a fragment of IPv6 overlapped another with bytes of
    /// its own, the whole datagram is spoiled (RFC 5722 §4); one that only repeats is no harm (RFC
    /// 8200 §4.5).
    ///
    /// @return false when one of them was seen already, or the datagram is spoiled
    boolean mark(int entry, Packet p) {
        int first = p.fragmentOffset / 8;
        int end = (p.fragmentOffset + bytes(p) + 7) / 8;
        int known = knownUnits(entry, first, end);
        spoiled[entry] |= p.ipv6 && known > 0 && known < end - first;
        if (spoiled[entry] || known > 0) {
            return false;
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

    private int knownUnits(int entry, int first, int end) {
        int known = 0;
        for (int unit = first; unit < end; unit++) {
            known += (int) (seen[entry * WORDS + unit / 64] >>> unit & 1);
        }
        return known;
    }

    /// Lets a datagram of which every byte came linger only as long as its fragments may wait for
    /// one another.
    void endIfComplete(int entry, long nowNs) {
        if (lastSeen[entry] && missingUnits[entry] == 0) {
            deadlines[entry] = nowNs + LINGER_NS;
        }
    }

    void first(int entry, int sourceAndDestinationPort, int protocol) {
        firstSeen[entry] = true;
        ports[entry] = sourceAndDestinationPort;
        protocols[entry] = protocol;
    }

    boolean firstSeen(int entry) {
        return used[entry] && firstSeen[entry];
    }

    int ports(int entry) {
        return ports[entry];
    }

    /// Protocol of the upper layer: later fragments of IPv6 may not tell it.
    int protocol(int entry) {
        return protocols[entry];
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
        return compartments[entry];
    }

    void remove(int entry) {
        size--;
        used[entry] = false;
    }

    /// Datagrams that are being tracked.
    int size() {
        return size;
    }

    /// Each hash has steps of its own, so that a table almost full has no long runs.
    private static int place(long hash, int probe) {
        int step = (int) (hash >>> 32) | 1;
        return ((int) hash + probe * step) & (CAPACITY - 1);
    }

    private long hash(Packet p, long name) {
        long hash = (p.sourceHigh() ^ seed) * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 32 ^ p.sourceLow()) * 0xD6E8FEB86659FD93L;
        hash = (hash ^ hash >>> 32 ^ p.destinationHigh()) * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 32 ^ p.destinationLow()) * 0xD6E8FEB86659FD93L;
        hash = (hash ^ hash >>> 32 ^ name ^ p.compartment) * 0x9E3779B97F4A7C15L;
        return hash ^ hash >>> 29;
    }

    /// Side, protocol (of IPv4 only) and identification in one number.
    private static long name(Packet p) {
        long side = p.overlay ? 1L << 40 : 0;
        return p.ipv6
                ? side | Integer.toUnsignedLong(p.ipv6Identification)
                : side | (long) p.protocol << 32 | Ipv4Header.identification(p.ip);
    }
}
