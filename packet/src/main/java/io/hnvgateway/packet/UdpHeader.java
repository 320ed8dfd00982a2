package io.hnvgateway.packet;

/// UDP header (RFC 768): source port, destination port, length, checksum; 16 bits each.
public final class UdpHeader {
    public static final int BYTES = 8;

    private UdpHeader() {}

    public static int sourcePort(long udp) {
        return Memory.u16(udp);
    }

    public static int destinationPort(long udp) {
        return Memory.u16(udp + 2);
    }

    /// Header and data, in bytes.
    public static int lengthBytes(long udp) {
        return Memory.u16(udp + 4);
    }

    /// 0: the sender computed none.
    public static int checksum(long udp) {
        return Memory.u16(udp + 6);
    }

    public static void checksum(long udp, int value) {
        Memory.put16(udp + 6, value);
    }
}
