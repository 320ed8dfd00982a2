package io.hnvgateway.packet.flow;

/// The table's hash: pair-multiply-shift (Thorup, "High Speed Hashing for Integers and Strings",
/// §3.4) over the key's four 32-bit words, then a 32-bit mixing step.
///
/// With secret multipliers two given keys meet with probability 2^-bits whatever they are, so
/// nobody outside can aim at a bucket; the mixing step is a bijection, which keeps that and breaks
/// up the patterns of consecutive ports. Two 64-bit multiplications and one of 32 bits; in C the
/// words are plain loads of the entry's bytes 8..23.
public final class FlowHash {
    private final long a0;
    private final long a1;
    private final long a2;
    private final long a3;

    /// @param seed secret of the table
    public FlowHash(long seed) {
        a0 = multiplier(seed, 1);
        a1 = multiplier(seed, 2);
        a2 = multiplier(seed, 3);
        a3 = multiplier(seed, 4);
    }

    /// The hash of one key; slow, for those who hold no table.
    public static int hash(long seed, FlowKey key) {
        long a0 = multiplier(seed, 1);
        long a1 = multiplier(seed, 2);
        long a2 = multiplier(seed, 3);
        long a3 = multiplier(seed, 4);
        long w0 = key.word0() ^ (long) key.protocol << 24;
        long w1 = key.word1();
        return mix(pair(a0, a1, w0) + pair(a2, a3, w1));
    }

    /// The hash of a key given as the words of its entry.
    int hash(long word0, long word1, int protocol) {
        long w0 = word0 ^ (long) protocol << 24;
        return mix(pair(a0, a1, w0) + pair(a2, a3, word1));
    }

    /// All 32 bits of the result are usable.
    public int hash(FlowKey key) {
        return hash(key.word0(), key.word1(), key.protocol);
    }

    private static long pair(long a, long b, long word) {
        return (a + (word >>> 32)) * (b + (word & 0xffff_ffffL));
    }

    private static int mix(long sum) {
        int h = (int) (sum >>> 32);
        h = (h ^ h >>> 16) * 0x7feb_352d;
        return h ^ h >>> 15;
    }

    /// The `i`-th output of SplitMix64 from `seed`.
    static long multiplier(long seed, int i) {
        long z = seed + i * 0x9e37_79b9_7f4a_7c15L;
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }
}
