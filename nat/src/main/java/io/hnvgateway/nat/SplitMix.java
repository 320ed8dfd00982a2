package io.hnvgateway.nat;

/// The finalizer of SplitMix64 (Steele, Lea, Flood 2014), used for hashes and for random ports.
final class SplitMix {
    static final long GAMMA = 0x9e37_79b9_7f4a_7c15L;

    private SplitMix() {}

    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return z ^ (z >>> 31);
    }
}
