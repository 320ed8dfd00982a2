package io.hnvgateway.compartments.tunnel;

/// A bandwidth limit that drops what exceeds it: a token bucket of bits (RFC 2697 §3 with one
/// bucket), a tenth of a second deep.
///
/// Used by one worker; the rate may be set by any thread.
public final class RateLimit {
    private static final long DEPTH_NS = 100_000_000L;

    /// Even at a low rate a few whole packets fit.
    private static final long LEAST_DEPTH_BITS = 8L * 16 * 1024;

    private static final double NS_KBIT = 1_000_000.0;

    /// Ns that one bit takes; 0: no limit.
    private volatile double nsPerBit;

    private long usedUntilNs = Long.MIN_VALUE;

    /// At which the debt was made: another rate begins without any.
    private double usedAt;

    /// Sets the rate. What was used at another one counts no more.
    ///
    /// @param kbps kilobits a second; 0: no limit
    public void set(long kbps) {
        nsPerBit = kbps == 0 ? 0 : NS_KBIT / kbps;
    }

    /// Takes as much as a packet needs, if there is as much.
    public boolean admits(int bytes, long nowNs) {
        double bit = nsPerBit;
        if (bit != usedAt) {
            usedAt = bit;
            usedUntilNs = Long.MIN_VALUE;
        }
        if (bit == 0) {
            return true;
        }
        long depthNs = Math.max(DEPTH_NS, (long) (LEAST_DEPTH_BITS * bit));
        long from = usedUntilNs == Long.MIN_VALUE || usedUntilNs - nowNs < 0 ? nowNs : usedUntilNs;
        long next = from + (long) (bytes * 8L * bit);
        if (next - nowNs > depthNs) {
            return false;
        }
        usedUntilNs = next;
        return true;
    }
}
