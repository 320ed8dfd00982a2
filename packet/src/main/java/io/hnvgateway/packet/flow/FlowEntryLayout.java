package io.hnvgateway.packet.flow;

/// Byte offsets of a flow entry; the C program's structures are compared with these.
///
/// An IPv4 entry is one cache line of 64 bytes:
///
/// ```
///  0               4               8               12             16
/// +---------------+---------------+---------------+---------------+
/// |   sequence    |     state     |  compartment  | source (key)  |  0
/// +---------------+-------+-------+---+---+-------+---------------+
/// |  destination  | sport | dport |pro|act| flags |     owner     | 16
/// +---------------+-------+-------+---+---+-------+-------+-------+
/// |  generation   |    ingress    |    egress     |  new address  | 32
/// +-------+-------+-------+-------+---------------+-------+-------+
/// |newport|ipdelta|tpdelta| acked |   last use    |    session    | 48
/// +-------+-------+-------+-------+---------------+---------------+
/// ```
///
/// An IPv6 entry, in an array of its own, has 128 bytes: the same line, in which the *source* and
/// *destination* fields hold the addresses' digests ([FlowKey#digest]: their four 32-bit words,
/// read big endian, exclusive-or, stored big endian) and *new address*, *newport* and both deltas
/// are 0; then a second line:
///
/// ```
///  0               4               8               12             16
/// +---------------+---------------+---------------+---------------+
/// |                         source address                        | 64
/// +---------------------------------------------------------------+
/// |                      destination address                      | 80
/// +---------------------------------------------------------------+
/// |                          new address                          | 96
/// +---------------------------------------------------------------+
/// |                               0                               | 112
/// +---------------------------------------------------------------+
/// ```
///
/// The rewrite of an IPv6 entry exchanges the whole address; whoever does it computes the checksum
/// delta from the packet's own old address ([AddressExchange]).
///
/// Little endian; addresses, ports and checksum deltas in network order. Sequence and state form
/// one 64-bit word: compare-and-set on it claims the entry; an odd sequence means "being written".
/// Last use is coarse ([FlowEntry#coarse]); the XDP program notes it to 128 units, rounded up. In a
/// tombstone the session field holds the coarse time of removal, so that a late `touch` cannot move
/// it.
///
/// A flow into a tunnel ([FlowAction#TUNNEL]) has the tunnel's index in *newport*, of either
/// family, and no egress.
///
/// *Acked*: the high 16 bits of the acknowledgement number in the flow's last TCP packet that had
/// one, in the machine's byte order. Whoever carries such a packet stores it when it differs, which
/// is once in 64 KiB; like the last use it stands outside of the sequence. NAT judges a RST of the
/// other direction by it.
public final class FlowEntryLayout {
    public static final int BYTES = 64;
    public static final int IPV6_BYTES = 128;

    public static final int SEQUENCE = 0;
    public static final int STATE = 4;
    public static final int COMPARTMENT = 8;
    public static final int SOURCE = 12;
    public static final int DESTINATION = 16;
    public static final int SOURCE_PORT = 20;
    public static final int DESTINATION_PORT = 22;
    public static final int PROTOCOL = 24;
    public static final int ACTION = 25;
    public static final int FLAGS = 26;
    public static final int OWNER = 28;
    public static final int GENERATION = 32;
    public static final int INGRESS_ADJACENCY = 36;
    public static final int EGRESS_ADJACENCY = 40;
    public static final int NEW_ADDRESS = 44;
    public static final int NEW_PORT = 48;
    public static final int IP_DELTA = 50;
    public static final int TRANSPORT_DELTA = 52;
    public static final int ACKNOWLEDGED = 54;
    public static final int LAST_USE = 56;
    public static final int SESSION = 60;
    public static final int TOMBSTONE_TIME = 60;

    public static final int IPV6_SOURCE = 64;
    public static final int IPV6_DESTINATION = 80;
    public static final int IPV6_NEW_ADDRESS = 96;

    public static final int EMPTY = 0;
    public static final int LIVE = 1;
    public static final int TOMBSTONE = 2;

    private FlowEntryLayout() {}
}
