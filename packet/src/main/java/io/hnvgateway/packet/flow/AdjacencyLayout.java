package io.hnvgateway.packet.flow;

/// Byte offsets of an adjacency slot; the C program's structure is compared with these.
///
/// ```
///  0               4   5   6       8               12     14      16
/// +---------------+---+---+-------+-----------------------+-------+
/// |   sequence    |knd|prt|  MTU  |    destination MAC    | source|  0
/// +---------------+---+---+-------+---------------+-------+-------+
/// |      MAC      |     flags     |  provider source, high        | 16
/// +---------------+---------------+-------------------------------+
/// |  provider source, low         |  destination, high            | 32
/// +-------------------------------+---------------+---------------+
/// |  destination, low             | VSID or VLAN  |   next hop    | 48
/// +-------------------------------+---------------+---------------+
/// ```
///
/// Little endian; MAC and IP addresses in network order, IPv4 as [IpAddress] has it. A neighbour's
/// own IP address stands where a host's provider address stands, and its VLAN where a VM's VSID is.
public final class AdjacencyLayout {
    public static final int BYTES = 64;

    public static final int SEQUENCE = 0;
    public static final int KIND = 4;
    public static final int PORT = 5;
    public static final int MTU_BYTES = 6;
    public static final int DESTINATION_MAC = 8;
    public static final int SOURCE_MAC = 14;
    public static final int FLAGS = 20;
    public static final int PROVIDER_SOURCE = 24;
    public static final int DESTINATION = 40;
    public static final int VSID = 56;
    public static final int VLAN = 56;
    public static final int NEXT_HOP = 60;

    private AdjacencyLayout() {}
}
