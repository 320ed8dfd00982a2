package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.Memory;

/// What the passes found out about one candidate: 128 bytes of native memory, given by their
/// address. In it instead of in objects, a fact costs neither a reference to load, which a
/// concurrent collector puts a check behind, nor a check of an array's length.
///
/// ```
///  0               4               8               12             16
/// +-------------------------------+-------------------------------+
/// |           key, word 0         |           key, word 1         |  0
/// +---------------+---------------+-------------------------------+
/// |     hash      |     facts     |         packet's address      | 16
/// +---------------+---------------+-------------------------------+
/// |        entry's address        |     copy of the entry's       | 32
/// +-------------------------------+         bytes 24 to 63        +
/// |                                                               | 48
/// +                                                               +
/// |                                                               | 64
/// +-------------------------------+---------------+---+---+-------+
/// |     link's addresses, 12 bytes                |prt| 0 | VLAN  | 80
/// +-----------------------------------------------+---+---+-------+
/// |     inner addresses, 12 bytes                 | VSID and flags| 96
/// +-------------------------------+---------------+---------------+
/// |     outer IPv4 addresses      | entropy       |     sent      | 112
/// +-------------------------------+---------------+---------------+
/// ```
///
/// In the order of the machine, but for addresses of packets, which are in network order as their
/// header has them. *Facts*: protocol, TCP flags, total length. *VSID and flags*: 0 when the packet
/// goes to a neighbour, else [#OVERLAY], [#DONT_FRAGMENT] and the VSID from bit 8 on.
///
/// Owner: one worker.
final class HitRecord {
    static final int BYTES = 128;

    static final int WORD0 = 0;
    static final int WORD1 = 8;
    static final int HASH = 16;
    static final int FACTS = 20;
    static final int IP = 24;
    static final int ENTRY = 32;

    /// Where the copy of an entry lies, less the copy's offset in the entry.
    private static final int COPY = 40 - FlowEntryLayout.PROTOCOL;

    static final int LINK_MACS = 80;
    static final int PORT = 92;
    static final int VLAN = 94;
    static final int INNER_MACS = 96;
    static final int SEGMENT = 108;
    static final int OUTER_ADDRESSES = 112;
    static final int ENTROPY = 120;
    static final int SENT = 124;

    // Over the key, which nobody needs by then:
    /// Address of the frame to send.
    static final int FRAME = WORD0;

    static final int FRAME_BYTES = WORD1;

    /// In [#SEGMENT]: it goes out in NVGRE.
    static final int OVERLAY = 1;

    /// In [#SEGMENT]: with DF in the outer header.
    static final int DONT_FRAGMENT = 2;

    private HitRecord() {}

    static int facts(int protocol, int tcpFlags, int totalBytes) {
        return totalBytes << 16 | tcpFlags << 8 | protocol;
    }

    static int protocol(long hit) {
        return Memory.u8(hit + FACTS);
    }

    static int tcpFlags(long hit) {
        return Memory.u8(hit + FACTS + 1);
    }

    static int totalBytes(long hit) {
        return Memory.getShortNative(hit + FACTS + 2);
    }

    static long ip(long hit) {
        return Memory.base(Memory.getLongNative(hit + IP));
    }

    static long entry(long hit) {
        return Memory.base(Memory.getLongNative(hit + ENTRY));
    }

    /// Copies what an entry says is to be done.
    static void copy(long hit, long entry) {
        copyLong(hit, entry, FlowEntryLayout.PROTOCOL);
        copyLong(hit, entry, FlowEntryLayout.GENERATION);
        copyLong(hit, entry, FlowEntryLayout.EGRESS_ADJACENCY);
        copyLong(hit, entry, FlowEntryLayout.NEW_PORT);
        copyLong(hit, entry, FlowEntryLayout.LAST_USE);
    }

    private static void copyLong(long hit, long entry, int at) {
        Memory.putLongNative(hit + COPY + at, Memory.getLongNative(entry + at));
    }

    /// [FlowAction#action].
    static int action(long hit) {
        return Memory.u8(hit + COPY + FlowEntryLayout.ACTION);
    }

    /// [FlowAction#flags].
    static int flags(long hit) {
        return Memory.getShortNative(hit + COPY + FlowEntryLayout.FLAGS);
    }

    static int owner(long hit) {
        return Memory.getIntNative(hit + COPY + FlowEntryLayout.OWNER);
    }

    static int generation(long hit) {
        return Memory.getIntNative(hit + COPY + FlowEntryLayout.GENERATION);
    }

    static int ingressAdjacency(long hit) {
        return Memory.getIntNative(hit + COPY + FlowEntryLayout.INGRESS_ADJACENCY);
    }

    static int egressAdjacency(long hit) {
        return Memory.getIntNative(hit + COPY + FlowEntryLayout.EGRESS_ADJACENCY);
    }

    static int newAddress(long hit) {
        return Memory.u32(hit + COPY + FlowEntryLayout.NEW_ADDRESS);
    }

    static int newPort(long hit) {
        return Memory.u16(hit + COPY + FlowEntryLayout.NEW_PORT);
    }

    static int ipDelta(long hit) {
        return Memory.u16(hit + COPY + FlowEntryLayout.IP_DELTA);
    }

    static int transportDelta(long hit) {
        return Memory.u16(hit + COPY + FlowEntryLayout.TRANSPORT_DELTA);
    }

    static int session(long hit) {
        return Memory.getIntNative(hit + COPY + FlowEntryLayout.SESSION);
    }
}
