package io.hnvgateway.packet;

/// TCP header (RFC 9293 §3.1).
///
/// ```
///  0                   1                   2                   3
/// +-------------------------------+-------------------------------+
/// |          Source Port          |       Destination Port        |
/// |                        Sequence Number                        |
/// |                    Acknowledgment Number                      |
/// | Offset|  Rsrvd |    Flags     |             Window            |
/// |           Checksum            |         Urgent Pointer        |
/// |                    Options, 0..40 bytes                       |
/// +---------------------------------------------------------------+
/// ```
public final class TcpHeader {
    public static final int BYTES = 20;
    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int ACK = 16;

    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int OPTION_MSS = 2;
    private static final int MSS_OPTION_BYTES = 4;

    private TcpHeader() {}

    public static int sourcePort(long tcp) {
        return Memory.u16(tcp);
    }

    public static int destinationPort(long tcp) {
        return Memory.u16(tcp + 2);
    }

    public static int sequence(long tcp) {
        return Memory.u32(tcp + 4);
    }

    public static int acknowledgment(long tcp) {
        return Memory.u32(tcp + 8);
    }

    public static int headerBytes(long tcp) {
        return (Memory.u8(tcp + 12) >>> 4) * 4;
    }

    /// The eight flags CWR..FIN.
    public static int flags(long tcp) {
        return Memory.u8(tcp + 13);
    }

    public static int window(long tcp) {
        return Memory.u16(tcp + 14);
    }

    public static int checksum(long tcp) {
        return Memory.u16(tcp + 16);
    }

    public static void checksum(long tcp, int value) {
        Memory.put16(tcp + 16, value);
    }

    /// Lowers the maximum segment size of a SYN to `maxMssBytes` (RFC 9293 §3.7.1) and adjusts the
    /// checksum.
    ///
    /// @param headerBytes checked length of the TCP header
    /// @return true when it was lowered
    public static boolean clampMss(long tcp, int headerBytes, int maxMssBytes) {
        int option = mssOption(tcp, headerBytes);
        if (option == 0) {
            return false;
        }
        int mss = Memory.u16(tcp + option + 2);
        if (mss <= maxMssBytes) {
            return false;
        }
        Memory.put16(tcp + option + 2, maxMssBytes);
        int delta = delta(option, mss, maxMssBytes);
        checksum(tcp, Checksum.apply(checksum(tcp), delta));
        return true;
    }

    private static int delta(int option, int before, int after) {
        boolean wordAligned = (option & 1) == 0;
        return wordAligned
                ? Checksum.delta16(before, after)
                : Checksum.delta16(
                        Short.toUnsignedInt(Short.reverseBytes((short) before)),
                        Short.toUnsignedInt(Short.reverseBytes((short) after)));
    }

    /// Offset of a well-formed MSS option, or 0.
    private static int mssOption(long tcp, int headerBytes) {
        int i = BYTES;
        while (i < headerBytes) {
            int kind = Memory.u8(tcp + i);
            if (kind == OPTION_END) {
                return 0;
            }
            int bytes = kind == OPTION_NOP ? 1 : optionBytes(tcp, i, headerBytes);
            if (bytes == 0) {
                return 0;
            }
            if (kind == OPTION_MSS && bytes == MSS_OPTION_BYTES) {
                return i;
            }
            i += bytes;
        }
        return 0;
    }

    /// Length of the option at `i`, or 0 when it does not fit the header.
    private static int optionBytes(long tcp, int i, int headerBytes) {
        int bytes = i + 1 < headerBytes ? Memory.u8(tcp + i + 1) : 0;
        return bytes < 2 || i + bytes > headerBytes ? 0 : bytes;
    }
}
