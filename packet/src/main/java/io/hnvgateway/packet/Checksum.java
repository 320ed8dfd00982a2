package io.hnvgateway.packet;

/// The Internet checksum: full (RFC 1071) and incremental (RFC 1624 eqn. 3).
///
/// A *sum* here is an unfolded one's-complement sum in a `long`; [#finish] folds and complements
/// it. A *delta* is the folded 16-bit sum of `~old + new`, which [#apply] puts into an existing
/// checksum.
public final class Checksum {
    private Checksum() {}

    /// Adds `bytes` bytes from `address` as big-endian 16-bit words, an odd last byte padded by
    /// zero.
    public static long sum(long address, int bytes) {
        long sum = 0;
        int i = 0;
        for (; i + 4 <= bytes; i += 4) {
            sum += Integer.toUnsignedLong(Memory.u32(address + i));
        }
        if (i + 2 <= bytes) {
            sum += Memory.u16(address + i);
            i += 2;
        }
        if (i < bytes) {
            sum += (long) Memory.u8(address + i) << 8;
        }
        return sum;
    }

    /// Folds a sum to 16 bits. A number plus its halves exchanged has their sum in its upper half,
    /// with the carry of the lower one: the carry goes round the end.
    public static int fold(long sum) {
        int folded = (int) ((sum + Long.rotateRight(sum, 32)) >>> 32);
        return (folded + Integer.rotateRight(folded, 16)) >>> 16;
    }

    /// The checksum field's value for a sum.
    public static int finish(long sum) {
        return ~fold(sum) & 0xffff;
    }

    /// Sum of the pseudo header of TCP, UDP (RFC 9293 §3.1, RFC 768).
    public static long pseudoHeader(int source, int destination, int protocol, int transportBytes) {
        return Integer.toUnsignedLong(source)
                + Integer.toUnsignedLong(destination)
                + protocol
                + transportBytes;
    }

    /// Sum of the pseudo header of an upper layer over IPv6 (RFC 8200 §8.1).
    ///
    /// @param ip6 header whose destination is the final one
    /// @param protocol of the upper layer, not of an extension header
    public static long pseudoHeader6(long ip6, int protocol, int transportBytes) {
        return sum(ip6 + 8, 2 * Ipv6Header.ADDRESS_BYTES) + protocol + transportBytes;
    }

    /// Delta of one 32-bit field that changes from `before` to `after`.
    public static int delta32(int before, int after) {
        return fold(Integer.toUnsignedLong(~before) + Integer.toUnsignedLong(after));
    }

    /// Delta of one 16-bit field.
    public static int delta16(int before, int after) {
        return fold((~before & 0xffffL) + (after & 0xffffL));
    }

    /// Both deltas in one.
    public static int combine(int delta, int other) {
        return fold((long) delta + other);
    }

    /// RFC 1624: HC' = ~(~HC + ~m + m').
    public static int apply(int checksum, int delta) {
        return ~fold((~checksum & 0xffffL) + delta) & 0xffff;
    }

    /// As [#apply] for UDP (RFC 768): zero means "no checksum" and stays; a result of zero is sent
    /// as 0xffff.
    public static int applyUdp(int checksum, int delta) {
        if (checksum == 0) {
            return 0;
        }
        int result = apply(checksum, delta);
        return result == 0 ? 0xffff : result;
    }
}
