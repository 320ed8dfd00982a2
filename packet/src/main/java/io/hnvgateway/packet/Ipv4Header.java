package io.hnvgateway.packet;

/// IPv4 header (RFC 791 §3.1).
///
/// ```
///  0                   1                   2                   3
/// +-------+-------+---------------+-------------------------------+
/// |Version|  IHL  |Type of Service|          Total Length         |
/// +-------+-------+---------------+-----+-------------------------+
/// |         Identification        |Flags|     Fragment Offset     |
/// +---------------+---------------+-----+-------------------------+
/// |  Time to Live |    Protocol   |        Header Checksum        |
/// +---------------+---------------+-------------------------------+
/// |                         Source Address                        |
/// |                      Destination Address                      |
/// |                    Options, 0..40 bytes                       |
/// +---------------------------------------------------------------+
/// ```
public final class Ipv4Header {
    public static final int BYTES = 20;
    public static final int MAX_BYTES = 60;
    public static final int DONT_FRAGMENT = 0x4000;
    public static final int MORE_FRAGMENTS = 0x2000;

    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int OPTION_LSRR = 131;
    private static final int OPTION_SSRR = 137;

    private Ipv4Header() {}

    public static int version(long ip) {
        return Memory.u8(ip) >>> 4;
    }

    public static int headerBytes(long ip) {
        return (Memory.u8(ip) & 15) * 4;
    }

    public static int typeOfService(long ip) {
        return Memory.u8(ip + 1);
    }

    public static int totalBytes(long ip) {
        return Memory.u16(ip + 2);
    }

    public static int identification(long ip) {
        return Memory.u16(ip + 4);
    }

    /// The 16 bits of flags and fragment offset.
    public static int flagsAndOffset(long ip) {
        return Memory.u16(ip + 6);
    }

    public static int ttl(long ip) {
        return Memory.u8(ip + 8);
    }

    public static int protocol(long ip) {
        return Memory.u8(ip + 9);
    }

    public static int checksum(long ip) {
        return Memory.u16(ip + 10);
    }

    public static int source(long ip) {
        return Memory.u32(ip + 12);
    }

    public static int destination(long ip) {
        return Memory.u32(ip + 16);
    }

    /// Writes a header of 20 bytes with its checksum.
    ///
    /// @param identificationAndFlags identification in the high 16 bits, flags and offset in the
    ///   low
    /// @param ttlAndProtocol ttl in bits 8..15, protocol in bits 0..7
    public static void write(
            long ip,
            int totalBytes,
            int identificationAndFlags,
            int ttlAndProtocol,
            long addresses) {
        long words =
                0x4500L
                        + totalBytes
                        + (identificationAndFlags >>> 16)
                        + (identificationAndFlags & 0xffff)
                        + ttlAndProtocol
                        + (addresses >>> 32)
                        + (addresses & 0xffff_ffffL);
        long first = 0x4500_0000L | totalBytes;
        long third = (long) ttlAndProtocol << 16 | Checksum.finish(words);
        Memory.put64(ip, first << 32 | Integer.toUnsignedLong(identificationAndFlags));
        Memory.put64(ip + 8, third << 32 | addresses >>> 32);
        Memory.put32(ip + 16, (int) addresses);
    }

    /// Source and destination as [#write] takes them.
    public static long addresses(int source, int destination) {
        return (long) source << 32 | Integer.toUnsignedLong(destination);
    }

    /// Recomputes the header checksum in full.
    public static void updateChecksum(long ip, int headerBytes) {
        Memory.put16(ip + 10, 0);
        Memory.put16(ip + 10, Checksum.finish(Checksum.sum(ip, headerBytes)));
    }

    public static boolean checksumValid(long ip, int headerBytes) {
        return headerBytes == BYTES
                ? checksumValid(ip)
                : Checksum.fold(Checksum.sum(ip, headerBytes)) == 0xffff;
    }

    /// Without options, in the machine's byte order: a one's-complement sum is valid in either (RFC
    /// 1071 §2 B).
    private static boolean checksumValid(long ip) {
        return checksumValid(
                Memory.getLongNative(ip),
                Memory.getLongNative(ip + 8),
                Memory.getIntNative(ip + 16));
    }

    /// As [#checksumValid(long, int)] of a header without options, by its words, all read in the
    /// same byte order.
    public static boolean checksumValid(long first, long second, int third) {
        long sum =
                (first >>> 32)
                        + (first & 0xffff_ffffL)
                        + (second >>> 32)
                        + (second & 0xffff_ffffL)
                        + Integer.toUnsignedLong(third);
        return Checksum.fold(sum) == 0xffff;
    }

    /// Decrements the TTL and adjusts the checksum; the caller has checked that it is above 1.
    public static void decrementTtl(long ip) {
        Memory.put8(ip + 8, ttl(ip) - 1);
        Memory.put16(ip + 10, Checksum.apply(checksum(ip), 0xfeff));
    }

    /// True when an option asks for a source route; malformed options end the walk.
    public static boolean hasSourceRoute(long ip, int headerBytes) {
        int i = BYTES;
        while (i < headerBytes) {
            int type = Memory.u8(ip + i);
            if (type == OPTION_LSRR || type == OPTION_SSRR) {
                return true;
            }
            if (type == OPTION_END) {
                return false;
            }
            i += type == OPTION_NOP ? 1 : optionBytes(ip, i, headerBytes);
        }
        return false;
    }

    private static int optionBytes(long ip, int i, int headerBytes) {
        int bytes = i + 1 < headerBytes ? Memory.u8(ip + i + 1) : 0;
        return bytes < 2 ? headerBytes : bytes;
    }
}
