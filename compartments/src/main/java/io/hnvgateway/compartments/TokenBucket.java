package io.hnvgateway.compartments;

import java.util.concurrent.atomic.AtomicLong;

/// A rate limit: `perSecond` events on average, `burst` at once. All workers share it, so it stands
/// where few packets come: any thread.
public final class TokenBucket {
    private static final long SECOND_NS = 1_000_000_000L;

    /// No clock stands there.
    private static final long NEVER = Long.MIN_VALUE;

    private final long intervalNs;
    private final long burstNs;
    private final AtomicLong fullAtNs = new AtomicLong(NEVER);

    public TokenBucket(int perSecond, int burst) {
        intervalNs = SECOND_NS / perSecond;
        burstNs = intervalNs * burst;
    }

    /// Takes one token if there is one.
    public boolean tryTake(long nowNs) {
        return tryTake(nowNs, 1);
    }

    /// Takes so many tokens if there are as many, else none.
    ///
    /// @param tokens 1 and up; never there if more than the burst
    public boolean tryTake(long nowNs, int tokens) {
        long takenNs = intervalNs * tokens;
        while (true) {
            long seen = fullAtNs.get();
            long from = seen == NEVER || seen - nowNs < 0 ? nowNs : seen;
            if (from + takenNs - nowNs > burstNs) {
                return false;
            }
            if (fullAtNs.compareAndSet(seen, from + takenNs)) {
                return true;
            }
        }
    }
}
