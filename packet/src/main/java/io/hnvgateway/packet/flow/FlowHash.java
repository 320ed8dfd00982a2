package io.hnvgateway.packet.flow;

/// The table's hash: pair-multiply-shift (Thorup, "High Speed Hashing for Integers and Strings",
/// §3.4) over the key's 32-bit words, then a 32-bit mixing step. An IPv4 key has four words, an
/// IPv6 key those of its entry's first line and the eight of its addresses.
///
/// With secret multipliers two given keys meet with probability 2^-bits whatever they are, so
/// nobody outside can aim at a bucket; the mixing step is a bijection, which keeps that and breaks
/// up the patterns of consecutive ports. Two 64-bit multiplications (IPv6: six) and one of 32 bits;
/// in C the words are plain loads of the entry's bytes 8..23, and big-endian ones of 64..95.
public final class FlowHash {
    private static final int MULTIPLIERS = 12;

    private final long a0;
    private final long a1;
    private final long a2;
    private final long a3;
    private final long a4;
    private final long a5;
    private final long a6;
    private final long a7;
    private final long a8;
    private final long a9;
    private final long a10;
    private final long a11;

    /// @param seed secret of the table
    public FlowHash(long seed) {
        a0 = multiplier(seed, 1);
        a1 = multiplier(seed, 2);
        a2 = multiplier(seed, 3);
        a3 = multiplier(seed, 4);
        a4 = multiplier(seed, 5);
        a5 = multiplier(seed, 6);
        a6 = multiplier(seed, 7);
        a7 = multiplier(seed, 8);
        a8 = multiplier(seed, 9);
        a9 = multiplier(seed, 10);
        a10 = multiplier(seed, 11);
        a11 = multiplier(seed, 12);
    }

    /// The hash of one key; slow, for those who hold no table.
    public static int hash(long seed, FlowKey key) {
        return new FlowHash(seed).hash(key);
    }

    /// All 32 bits of the result are usable.
    public int hash(FlowKey key) {
        long sum = sum(key.word0(), key.word1(), key.protocol);
        return mix(key.ipv6 ? sum + addresses(key) : sum);
    }

    /// As [#hash(FlowKey)] of an IPv4 key, by its words.
    int hash(long word0, long word1, int protocol) {
        return mix(sum(word0, word1, protocol));
    }

    private long sum(long word0, long word1, int protocol) {
        return pair(a0, a1, word0 ^ (long) protocol << 24) + pair(a2, a3, word1);
    }

    private long addresses(FlowKey key) {
        return pair(a4, a5, key.sourceHigh)
                + pair(a6, a7, key.sourceLow)
                + pair(a8, a9, key.destinationHigh)
                + pair(a10, a11, key.destinationLow);
    }

    private static long pair(long a, long b, long word) {
        return (a + (word >>> 32)) * (b + (word & 0xffff_ffffL));
    }

    private static int mix(long sum) {
        int h = (int) (sum >>> 32);
        h = (h ^ h >>> 16) * 0x7feb_352d;
        return h ^ h >>> 15;
    }

    /// The multipliers of a seed, for whoever computes the same hash elsewhere: those of the first
    /// word, of the second, and of the eight words of an IPv6 key's addresses.
    public static long[] multipliers(long seed) {
        long[] all = new long[MULTIPLIERS];
        for (int i = 0; i < MULTIPLIERS; i++) {
            all[i] = multiplier(seed, i + 1);
        }
        return all;
    }

    /// The `i`-th output of SplitMix64 from `seed`.
    static long multiplier(long seed, int i) {
        long z = seed + i * 0x9e37_79b9_7f4a_7c15L;
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }
}
