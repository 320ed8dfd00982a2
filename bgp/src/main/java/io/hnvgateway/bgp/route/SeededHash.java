package io.hnvgateway.bgp.route;

import java.security.SecureRandom;

/// A hash whose values nobody outside this process can tell, so that a peer cannot choose
/// attributes that are one chain of a table.
final class SeededHash {
    private static final long SEED = new SecureRandom().nextLong();

    private long state = SEED;

    SeededHash add(long value) {
        long mixed = (state ^ value) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 32) * 0x94d0_49bb_1331_11ebL;
        state = mixed ^ mixed >>> 29;
        return this;
    }

    int value() {
        return (int) (state >>> 32);
    }
}
