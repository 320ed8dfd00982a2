package io.hnvgateway.app.access;

import java.util.LinkedHashMap;
import java.util.Map;

/// Token buckets, one for each name. For any threads.
final class RequestRates {
    private static final int MOST = 4096;

    private final double perSecond;
    private final int burst;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Bucket {
        private double tokens;
        private long sinceNs;
    }

    RequestRates(double perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /// Whether one more may come now.
    synchronized boolean take(String name, long nowNs) {
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            bucket = new Bucket();
            bucket.tokens = burst;
            bucket.sinceNs = nowNs;
            buckets.put(name, bucket);
            if (buckets.size() > MOST) {
                buckets.remove(buckets.keySet().iterator().next());
            }
        }
        bucket.tokens =
                Math.min(burst, bucket.tokens + (nowNs - bucket.sinceNs) * 1e-9 * perSecond);
        bucket.sinceNs = nowNs;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }
}
