package io.hnvgateway.app.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Makes whoever guesses wait, longer each time; each source for itself, so that nobody locks out
/// another. Of many sources the one that was silent longest is forgotten. For any threads.
final class FailedLogins {
    static final int FREE = 5;
    static final int MOST_SOURCES = 4096;
    private static final int MAX_SECONDS = 300;
    private static final int MAX_DOUBLINGS = 9;

    private final Map<Source, Failures> bySource = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Failures {
        private int count;
        private long untilNs;
    }

    /// Seconds for which the source is not listened to; 0: it is.
    synchronized int waitSeconds(Source source, long nowNs) {
        Failures failures = bySource.get(source);
        if (failures == null || failures.count <= FREE) {
            return 0;
        }
        long leftNs = failures.untilNs - nowNs;
        return leftNs <= 0
                ? 0
                : (int) TimeUnit.NANOSECONDS.toSeconds(leftNs + TimeUnit.SECONDS.toNanos(1) - 1);
    }

    synchronized void failed(Source source, long nowNs) {
        Failures failures = bySource.computeIfAbsent(source, _ -> new Failures());
        long quietNs = nowNs - failures.untilNs;
        if (failures.count > 0 && quietNs > TimeUnit.SECONDS.toNanos(MAX_SECONDS)) {
            failures.count = 0;
        }
        failures.count++;
        int over = failures.count - FREE;
        int seconds = over <= 0 ? 0 : Math.min(MAX_SECONDS, 1 << Math.min(over - 1, MAX_DOUBLINGS));
        failures.untilNs = nowNs + TimeUnit.SECONDS.toNanos(seconds);
        if (bySource.size() > MOST_SOURCES) {
            bySource.remove(bySource.keySet().iterator().next());
        }
    }

    synchronized void succeeded(Source source) {
        bySource.remove(source);
    }

    synchronized int size() {
        return bySource.size();
    }
}
