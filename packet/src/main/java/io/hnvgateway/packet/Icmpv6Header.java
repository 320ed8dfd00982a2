package io.hnvgateway.packet;

/// ICMP for IPv6 (RFC 4443 §2.1): type, code, checksum over the pseudo header and the message, and
/// 32 bits whose meaning the type gives. Neighbour discovery: [NeighborDiscovery].
public final class Icmpv6Header {
    public static final int BYTES = 8;
    public static final int DESTINATION_UNREACHABLE = 1;
    public static final int PACKET_TOO_BIG = 2;
    public static final int TIME_EXCEEDED = 3;
    public static final int PARAMETER_PROBLEM = 4;
    public static final int ECHO_REQUEST = 128;
    public static final int ECHO_REPLY = 129;
    public static final int ROUTER_SOLICITATION = 133;
    public static final int ROUTER_ADVERTISEMENT = 134;
    public static final int NEIGHBOR_SOLICITATION = 135;
    public static final int NEIGHBOR_ADVERTISEMENT = 136;
    public static final int REDIRECT = 137;

    private Icmpv6Header() {}

    public static int type(long icmp) {
        return Memory.u8(icmp);
    }

    public static int code(long icmp) {
        return Memory.u8(icmp + 1);
    }

    public static int checksum(long icmp) {
        return Memory.u16(icmp + 2);
    }

    public static void checksum(long icmp, int value) {
        Memory.put16(icmp + 2, value);
    }

    /// Identifier of an echo request or reply.
    public static int identifier(long icmp) {
        return Memory.u16(icmp + 4);
    }

    /// Next-hop MTU of a packet-too-big message; 32 bits, unsigned.
    public static int mtuBytes(long icmp) {
        return Memory.u32(icmp + 4);
    }

    /// Errors have types below 128 (RFC 4443 §2.1); a later type is a message of its own.
    public static boolean isError(int type) {
        return type < 128;
    }

    public static boolean isQuery(int type) {
        return type == ECHO_REQUEST || type == ECHO_REPLY;
    }

    public static boolean isNeighborDiscovery(int type) {
        return type >= ROUTER_SOLICITATION && type <= REDIRECT;
    }

    /// True when the checksum over the addresses of `ip6` and the message is right.
    public static boolean checksumValid(long ip6, long icmp, int bytes) {
        return Checksum.fold(sum(ip6, icmp, bytes)) == 0xffff;
    }

    /// Recomputes the checksum in full.
    public static void updateChecksum(long ip6, long icmp, int bytes) {
        checksum(icmp, 0);
        checksum(icmp, Checksum.finish(sum(ip6, icmp, bytes)));
    }

    private static long sum(long ip6, long icmp, int bytes) {
        return Checksum.pseudoHeader6(ip6, IpProtocol.ICMPV6, bytes) + Checksum.sum(icmp, bytes);
    }
}
