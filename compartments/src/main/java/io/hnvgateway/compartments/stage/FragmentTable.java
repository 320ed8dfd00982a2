package io.hnvgateway.compartments.stage;

import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Packet;
import java.util.Arrays;

/// Fragmented packets on their way through: their ports, once the first fragment has told them, and
/// which bytes were seen. Fragments are forwarded one by one, never put together.
///
/// A fixed number of entries; each is found by compartment, addresses, protocol and identification.
/// Owner: the worker.
final class FragmentTable {
    static final long TIMEOUT_NS = 15_000_000_000L;
    static final int CAPACITY = 1024;

    /// A packet of 65535 bytes has at most this many units of 8 bytes, one bit each.
    private static final int WORDS = 65536 / 8 / 64;

    private final long[] addresses = new long[CAPACITY];
    private final long[] names = new long[CAPACITY];
    private final long[] deadlines = new long[CAPACITY];
    private final int[] ports = new int[CAPACITY];
    private final int[] identifications = new int[CAPACITY];
    private final boolean[] used = new boolean[CAPACITY];
    private final boolean[] firstSeen = new boolean[CAPACITY];
    private final long[] seen = new long[CAPACITY * WORDS];
    private int hand;

    /// The entry of the packet's datagram, or -1.
    int find(Packet p) {
        long address = addresses(p);
        long name = name(p);
        for (int i = 0; i < CAPACITY; i++) {
            if (used[i] && addresses[i] == address && names[i] == name) {
                return i;
            }
        }
        return -1;
    }

    /// A new entry for the packet's datagram, or -1 when none is free.
    int add(Packet p, long nowNs) {
        for (int tries = 0; tries < CAPACITY; tries++) {
            hand = (hand + 1) % CAPACITY;
            if (!used[hand]) {
                used[hand] = true;
                firstSeen[hand] = false;
                identifications[hand] = -1;
                addresses[hand] = addresses(p);
                names[hand] = name(p);
                deadlines[hand] = nowNs + TIMEOUT_NS;
                Arrays.fill(seen, hand * WORDS, (hand + 1) * WORDS, 0);
                return hand;
            }
        }
        return -1;
    }

    /// Marks the fragment's bytes as seen.
    ///
    /// @return false when one of them was already
    boolean mark(int entry, int offsetBytes, int bytes) {
        int first = offsetBytes / 8;
        int end = (offsetBytes + bytes + 7) / 8;
        for (int unit = first; unit < end; unit++) {
            if ((seen[entry * WORDS + unit / 64] >>> unit & 1) != 0) {
                return false;
            }
        }
        for (int unit = first; unit < end; unit++) {
            seen[entry * WORDS + unit / 64] |= 1L << unit;
        }
        return true;
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

    private static long addresses(Packet p) {
        return (long) p.source << 32 | Integer.toUnsignedLong(p.destination);
    }

    /// Compartment, side, protocol and identification in one number.
    private static long name(Packet p) {
        int identification = Ipv4Header.identification(p.ip);
        int side = p.overlay ? 1 << 24 : 0;
        return (long) p.compartment << 32 | side | p.protocol << 16 | identification;
    }
}
