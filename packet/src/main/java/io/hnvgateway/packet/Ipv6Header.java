package io.hnvgateway.packet;

/// IPv6 header (RFC 8200 §3): 40 bytes, without a checksum of its own.
///
/// ```
///  0                   1                   2                   3
/// +-------+---------------+---------------------------------------+
/// |Version| Traffic Class |              Flow Label               |
/// +-------+---------------+-------+---------------+---------------+
/// |        Payload Length         |  Next Header  |   Hop Limit   |
/// +-------------------------------+---------------+---------------+
/// |                  Source Address, 16 bytes                     |
/// |                  Destination Address, 16 bytes                |
/// +---------------------------------------------------------------+
/// ```
///
/// An address is two `long`s: the high and the low 64 bits, each read as a big-endian number.
public final class Ipv6Header {
    public static final int BYTES = 40;

    /// What every link takes (RFC 8200 §5).
    public static final int LEAST_MTU_BYTES = 1280;

    public static final int ADDRESS_BYTES = 16;

    private Ipv6Header() {}

    public static int version(long ip6) {
        return Memory.u8(ip6) >>> 4;
    }

    public static int trafficClass(long ip6) {
        return Memory.u16(ip6) >>> 4 & 0xff;
    }

    /// 20 bits.
    public static int flowLabel(long ip6) {
        return Memory.u32(ip6) & 0xf_ffff;
    }

    /// Sets the label's 20 bits in a header whose traffic class is zero.
    public static void flowLabel(long ip6, int label) {
        Memory.put32(ip6, 6 << 28 | label);
    }

    /// Bytes behind these 40, extension headers included.
    public static int payloadBytes(long ip6) {
        return Memory.u16(ip6 + 4);
    }

    /// Protocol of what follows: the first extension header's, if there is one.
    public static int nextHeader(long ip6) {
        return Memory.u8(ip6 + 6);
    }

    public static int hopLimit(long ip6) {
        return Memory.u8(ip6 + 7);
    }

    public static long sourceHigh(long ip6) {
        return Memory.u64(ip6 + 8);
    }

    public static long sourceLow(long ip6) {
        return Memory.u64(ip6 + 16);
    }

    public static long destinationHigh(long ip6) {
        return Memory.u64(ip6 + 24);
    }

    public static long destinationLow(long ip6) {
        return Memory.u64(ip6 + 32);
    }

    public static void source(long ip6, long high, long low) {
        Memory.put64(ip6 + 8, high);
        Memory.put64(ip6 + 16, low);
    }

    public static void destination(long ip6, long high, long low) {
        Memory.put64(ip6 + 24, high);
        Memory.put64(ip6 + 32, low);
    }

    /// Writes all but the addresses; traffic class and flow label are zero.
    public static void write(long ip6, int payloadBytes, int nextHeader, int hopLimit) {
        Memory.put32(ip6, 6 << 28);
        Memory.put16(ip6 + 4, payloadBytes);
        Memory.put8(ip6 + 6, nextHeader);
        Memory.put8(ip6 + 7, hopLimit);
    }

    /// The caller has checked that the hop limit is above 1.
    public static void decrementHopLimit(long ip6) {
        Memory.put8(ip6 + 7, hopLimit(ip6) - 1);
    }

    /// True when version and payload length fit the `bytes` that may be read from `ip6`.
    public static boolean fits(long ip6, long bytes) {
        return bytes >= BYTES && version(ip6) == 6 && payloadBytes(ip6) <= bytes - BYTES;
    }
}
