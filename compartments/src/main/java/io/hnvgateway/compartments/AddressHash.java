package io.hnvgateway.compartments;

import java.security.SecureRandom;

/// Hash of an address for tables that tenants may put addresses into: keyed by a secret of this
/// process, so that nobody outside can choose addresses that collide.
///
/// Multiplies the two keyed halves to 128 bits and folds them (the mixing step of wyhash).
final class AddressHash {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long HIGH_SECRET = RANDOM.nextLong();
    private static final long LOW_SECRET = RANDOM.nextLong();
    private static final long FINAL_SECRET = RANDOM.nextLong() | 1;

    private AddressHash() {}

    static int of(long high, long low) {
        long mixed = fold(high ^ HIGH_SECRET, low ^ LOW_SECRET);
        return (int) ((mixed * FINAL_SECRET) >>> 32);
    }

    static int of(int link, long high, long low) {
        return of(high ^ ((long) link << 40), low);
    }

    private static long fold(long a, long b) {
        return Math.multiplyHigh(a, b) ^ (a * b);
    }
}
