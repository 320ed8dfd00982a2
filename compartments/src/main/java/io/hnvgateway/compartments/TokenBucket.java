package io.hnvgateway.compartments;

/// A rate limit: `perSecond` events on average, `burst` at once. Owner: one thread.
public final class TokenBucket {
    private static final long SECOND_NS = 1_000_000_000L;

    private final long intervalNs;
    private final long burstNs;
    private long fullAtNs;
    private boolean started;

    public TokenBucket(int perSecond, int burst) {
        intervalNs = SECOND_NS / perSecond;
        burstNs = intervalNs * burst;
    }

    /// Takes one token if there is one.
    public boolean tryTake(long nowNs) {
        if (!started || fullAtNs - nowNs < 0) {
            fullAtNs = nowNs;
            started = true;
        }
        if (fullAtNs + intervalNs - nowNs > burstNs) {
            return false;
        }
        fullAtNs += intervalNs;
        return true;
    }
}
