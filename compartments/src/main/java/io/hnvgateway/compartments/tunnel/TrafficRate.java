package io.hnvgateway.compartments.tunnel;

import java.util.concurrent.TimeUnit;

/// Bits a second between the last two samples of a counter of bytes.
///
/// One thread samples, any thread reads.
public final class TrafficRate {
    private static final long NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private long bytesBefore;
    private long sampledAtNs;
    private boolean sampled;
    private volatile long bitsPerSecond;

    /// Notes where the counter stands. The first sample gives no rate yet.
    ///
    /// @param bytes counted so far
    /// @param nowNs of [System#nanoTime], behind that of the sample before
    public void sample(long bytes, long nowNs) {
        long elapsedNs = nowNs - sampledAtNs;
        if (sampled && elapsedNs > 0) {
            double bits = (double) (bytes - bytesBefore) * Byte.SIZE;
            bitsPerSecond = Math.max(0, Math.round(bits * NS_PER_SECOND / elapsedNs));
        }
        bytesBefore = bytes;
        sampledAtNs = nowNs;
        sampled = true;
    }

    /// 0 until there are two samples.
    public long bitsPerSecond() {
        return bitsPerSecond;
    }
}
