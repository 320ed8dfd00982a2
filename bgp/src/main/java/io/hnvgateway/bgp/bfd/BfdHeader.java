package io.hnvgateway.bgp.bfd;

import io.hnvgateway.packet.Memory;
import org.jspecify.annotations.Nullable;

/// BFD control packet, mandatory section (RFC 5880 §4.1), behind UDP port [#PORT].
///
/// ```
///  0                   1                   2                   3
/// +-----+---------+---+-+-+-+-+-+-+---------------+---------------+
/// |Vers |  Diag   |Sta|P|F|C|A|D|M|  Detect Mult  |    Length     |
/// +-----+---------+---+-+-+-+-+-+-+---------------+---------------+
/// |                       My Discriminator                        |
/// |                      Your Discriminator                       |
/// |                 Desired Min TX Interval, µs                   |
/// |                 Required Min RX Interval, µs                  |
/// |               Required Min Echo RX Interval, µs               |
/// +---------------------------------------------------------------+
/// ```
public final class BfdHeader {
    public static final int BYTES = 24;

    /// Single hop (RFC 5881 §4).
    public static final int PORT = 3784;

    /// Beyond one hop (RFC 5883 §5).
    public static final int MULTIHOP_PORT = 4784;

    /// The first source port that a sender may use (RFC 5881 §4).
    public static final int LEAST_SOURCE_PORT = 49_152;

    /// TTL or hop limit of each packet, sent and received (RFC 5881 §5).
    public static final int TTL = 255;

    static final int POLL = 32;
    static final int FINAL = 16;
    static final int AUTHENTICATION = 4;
    static final int DEMAND = 2;
    static final int MULTIPOINT = 1;

    private static final int VERSION = 1;
    private static final int LEAST_AUTHENTICATED_BYTES = 26;

    private BfdHeader() {}

    public static int version(long bfd) {
        return Memory.u8(bfd) >>> 5;
    }

    public static BfdDiagnostic diagnostic(long bfd) {
        return BfdDiagnostic.of(Memory.u8(bfd) & 31);
    }

    public static BfdState state(long bfd) {
        return BfdState.of(Memory.u8(bfd + 1) >>> 6);
    }

    /// The six bits P..M.
    public static int flags(long bfd) {
        return Memory.u8(bfd + 1) & 63;
    }

    public static boolean has(long bfd, int flag) {
        return (flags(bfd) & flag) != 0;
    }

    public static int multiplier(long bfd) {
        return Memory.u8(bfd + 2);
    }

    public static int lengthBytes(long bfd) {
        return Memory.u8(bfd + 3);
    }

    public static int myDiscriminator(long bfd) {
        return Memory.u32(bfd + 4);
    }

    public static int yourDiscriminator(long bfd) {
        return Memory.u32(bfd + 8);
    }

    /// Up to 2^32 - 1, as the next one.
    public static long desiredMinTxUs(long bfd) {
        return Integer.toUnsignedLong(Memory.u32(bfd + 12));
    }

    /// 0: the peer wants no periodic packets.
    public static long requiredMinRxUs(long bfd) {
        return Integer.toUnsignedLong(Memory.u32(bfd + 16));
    }

    /// What can be said of a packet without a session, in the order of RFC 5880 §6.8.6.
    ///
    /// The A bit is judged here too, for no session offers authentication; it comes behind the
    /// choice of the session there.
    ///
    /// @param payloadBytes of UDP
    /// @return null: well-formed
    public static @Nullable BfdDrop check(long bfd, int payloadBytes, int ttl) {
        if (ttl != TTL) {
            return BfdDrop.WRONG_TTL;
        }
        if (payloadBytes < BYTES) {
            return BfdDrop.TRUNCATED;
        }
        if (version(bfd) != VERSION) {
            return BfdDrop.VERSION;
        }
        BfdDrop length = checkLength(bfd, payloadBytes);
        return length != null ? length : checkFields(bfd);
    }

    private static @Nullable BfdDrop checkLength(long bfd, int payloadBytes) {
        int least = has(bfd, AUTHENTICATION) ? LEAST_AUTHENTICATED_BYTES : BYTES;
        if (lengthBytes(bfd) < least) {
            return BfdDrop.SHORT_LENGTH;
        }
        return lengthBytes(bfd) > payloadBytes ? BfdDrop.LONG_LENGTH : null;
    }

    private static @Nullable BfdDrop checkFields(long bfd) {
        if (multiplier(bfd) == 0) {
            return BfdDrop.ZERO_MULTIPLIER;
        }
        if (has(bfd, MULTIPOINT)) {
            return BfdDrop.MULTIPOINT;
        }
        if (myDiscriminator(bfd) == 0) {
            return BfdDrop.ZERO_DISCRIMINATOR;
        }
        if (yourDiscriminator(bfd) == 0 && state(bfd).code() > BfdState.DOWN.code()) {
            return BfdDrop.UNDIRECTED_STATE;
        }
        return has(bfd, AUTHENTICATION) ? BfdDrop.AUTHENTICATION : null;
    }

    /// Version, diagnostic, state, flags, multiplier and length.
    static void writeFirst(
            long bfd, BfdDiagnostic diagnostic, BfdState state, int flags, int multiplier) {
        Memory.put8(bfd, VERSION << 5 | diagnostic.code());
        Memory.put8(bfd + 1, state.code() << 6 | flags);
        Memory.put8(bfd + 2, multiplier);
        Memory.put8(bfd + 3, BYTES);
    }

    static void writeDiscriminators(long bfd, int mine, int yours) {
        Memory.put32(bfd + 4, mine);
        Memory.put32(bfd + 8, yours);
    }

    /// Echo is not offered: its interval is 0.
    static void writeIntervals(long bfd, long desiredMinTxUs, long requiredMinRxUs) {
        Memory.put32(bfd + 12, (int) desiredMinTxUs);
        Memory.put32(bfd + 16, (int) requiredMinRxUs);
        Memory.put32(bfd + 20, 0);
    }
}
