package io.hnvgateway.benchmarks.traffic;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Latencies as the sink counts them: 64 buckets for each power of two of nanoseconds (traffic.h),
/// so that a percentile is at most a sixty-fourth too high.
public final class LatencyHistogram {
    private static final int BUCKET_BITS = 6;

    private final NavigableMap<Integer, Long> counts = new TreeMap<>();
    private long total;

    void add(int bucket, long count) {
        counts.merge(bucket, count, Long::sum);
        total += count;
    }

    /// Packets.
    public long total() {
        return total;
    }

    /// The latency in ns that a share of the packets does not exceed.
    ///
    /// @param share above 0, at most 1
    public double percentileNs(double share) {
        long rank = (long) Math.ceil(share * total);
        long passed = 0;
        for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
            passed += entry.getValue();
            if (passed >= rank && passed > 0) {
                return upperNs(entry.getKey());
            }
        }
        throw new IllegalStateException("no latencies");
    }

    /// The greatest latency that a bucket counts.
    static long upperNs(int bucket) {
        int octave = (bucket >> BUCKET_BITS) - 1;
        if (octave <= 0) {
            return bucket;
        }
        long first = (1L << BUCKET_BITS) + (bucket & ((1 << BUCKET_BITS) - 1));
        return ((first + 1) << octave) - 1;
    }
}
