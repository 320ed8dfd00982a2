package io.hnvgateway.packet.flow;

/// Byte offsets of an adjacency slot; the C program's structure is compared with these.
///
/// ```
///  0               4   5   6       8               12     14      16
/// +---------------+---+---+-------+-----------------------+-------+
/// |   sequence    |knd|prt|  MTU  |    destination MAC    | source|  0
/// +---------------+---+---+-------+---------------+-------+-------+
/// |      MAC      |  provider src |  provider dst |     VSID      | 16
/// +---------------+---------------+---------------+---------------+
/// |   next hop    |     flags     |  IP address   |       0       | 32
/// +---------------+---------------+---------------+---------------+
/// |                               0                               | 48
/// +---------------------------------------------------------------+
/// ```
///
/// Little endian; MAC and IP addresses in network order.
public final class AdjacencyLayout {
    public static final int BYTES = 64;

    public static final int SEQUENCE = 0;
    public static final int KIND = 4;
    public static final int PORT = 5;
    public static final int MTU_BYTES = 6;
    public static final int DESTINATION_MAC = 8;
    public static final int SOURCE_MAC = 14;
    public static final int PROVIDER_SOURCE = 20;
    public static final int PROVIDER_DESTINATION = 24;
    public static final int VSID = 28;
    public static final int NEXT_HOP = 32;
    public static final int FLAGS = 36;
    public static final int ADDRESS = 40;

    private AdjacencyLayout() {}
}
