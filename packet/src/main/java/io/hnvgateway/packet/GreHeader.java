package io.hnvgateway.packet;

/// GRE with the one form that NVGRE allows (RFC 7637 §3.2): key present, nothing else.
///
/// ```
///  0                   1                   2                   3
/// +-+-+-+-+---------+-----+---------------------------------------+
/// |0| |1|0|   Reserved0   | Ver |   Protocol Type 0x6558            |
/// +-+-+-+-+---------+-----+-------------------------+-------------+
/// |         Virtual Subnet ID (VSID)                |   FlowID    |
/// +-------------------------------------------------+-------------+
/// ```
public final class GreHeader {
    public static final int NVGRE_BYTES = 8;
    public static final int NVGRE_FLAGS = 0x2000;
    public static final int TRANSPARENT_ETHERNET = 0x6558;

    private GreHeader() {}

    /// Flags and version as one 16-bit number.
    public static int flagsAndVersion(long gre) {
        return Memory.u16(gre);
    }

    public static int protocol(long gre) {
        return Memory.u16(gre + 2);
    }

    /// True for exactly the flags, version and protocol of NVGRE.
    public static boolean isNvgre(long gre) {
        return Memory.u32(gre) == (NVGRE_FLAGS << 16 | TRANSPARENT_ETHERNET);
    }

    public static int vsid(long gre) {
        return Memory.u32(gre + 4) >>> 8;
    }

    public static int flowId(long gre) {
        return Memory.u8(gre + 7);
    }

    public static void writeNvgre(long gre, int vsid, int flowId) {
        Memory.put32(gre, NVGRE_FLAGS << 16 | TRANSPARENT_ETHERNET);
        Memory.put32(gre + 4, vsid << 8 | flowId);
    }
}
