package io.hnvgateway.bgp.bfd;

/// A token bucket of one thread.
final class RateLimit {
    private static final long SECOND_NS = 1_000_000_000L;

    private long intervalNs;
    private long burstNs;
    private long fullAtNs;

    RateLimit(long perSecond, int burst, long nowNs) {
        fullAtNs = nowNs;
        change(perSecond, burst);
    }

    void change(long perSecond, int burst) {
        intervalNs = SECOND_NS / perSecond;
        burstNs = intervalNs * burst;
    }

    boolean tryTake(long nowNs) {
        long from = fullAtNs - nowNs < 0 ? nowNs : fullAtNs;
        if (from + intervalNs - nowNs > burstNs) {
            return false;
        }
        fullAtNs = from + intervalNs;
        return true;
    }
}
