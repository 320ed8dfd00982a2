package io.hnvgateway.packet.flow;

/// Byte offsets of a flow's counter; the C program's `struct flow_counter` is compared with these.
///
/// Counters stand in an array of their own beside each flow table, one for each slot and with the
/// slot's number:
///
/// ```
///  0               4               8               12             16
/// +-------------------------------+-------------------------------+
/// |            packets            |             bytes             |
/// +-------------------------------+-------------------------------+
/// ```
///
/// Little endian. *Bytes* are IP total lengths as the packets arrived: without link and tunnel
/// headers, of IPv6 with the fixed header. Both only grow, by atomic additions, from the moment the
/// slot's flow is put in.
public final class FlowCounterLayout {
    public static final int BYTES = 16;

    public static final int PACKETS = 0;
    public static final int BYTE_COUNT = 8;

    private FlowCounterLayout() {}
}
