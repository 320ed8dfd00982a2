package io.hnvgateway.packet;

/// ICMP for IPv4 (RFC 792): type, code, checksum, and 32 bits whose meaning the type gives.
public final class IcmpHeader {
    public static final int BYTES = 8;
    public static final int ECHO_REPLY = 0;
    public static final int DESTINATION_UNREACHABLE = 3;
    public static final int REDIRECT = 5;
    public static final int ECHO_REQUEST = 8;
    public static final int TIME_EXCEEDED = 11;
    public static final int PARAMETER_PROBLEM = 12;
    public static final int TIMESTAMP_REQUEST = 13;
    public static final int TIMESTAMP_REPLY = 14;

    private IcmpHeader() {}

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

    /// Identifier of a query.
    public static int identifier(long icmp) {
        return Memory.u16(icmp + 4);
    }

    /// Queries carry an identifier and have a reply: echo, timestamp (RFC 5508 §3).
    public static boolean isQuery(int type) {
        return isRequest(type) || type == ECHO_REPLY || type == TIMESTAMP_REPLY;
    }

    public static boolean isRequest(int type) {
        return type == ECHO_REQUEST || type == TIMESTAMP_REQUEST;
    }

    /// Errors carry the start of the packet they are about (RFC 1812 §4.3.2.1).
    public static boolean isError(int type) {
        return type == DESTINATION_UNREACHABLE
                || type == TIME_EXCEEDED
                || type == PARAMETER_PROBLEM
                || type == REDIRECT
                || type == 4;
    }
}
