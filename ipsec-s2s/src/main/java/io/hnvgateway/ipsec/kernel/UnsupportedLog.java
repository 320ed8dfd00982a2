package io.hnvgateway.ipsec.kernel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says which connections' SAs were refused for what they are: of each connection one line a
/// minute, however often its peer tries. A line has the count from the first on; what came behind
/// the last line of a burst stands in the next. Used by one thread.
final class UnsupportedLog {
    private static final Logger LOG = LoggerFactory.getLogger(UnsupportedLog.class);
    private static final long PAUSE_NS = Duration.ofMinutes(1).toNanos();

    /// More than a gateway has connections whose peers do so; beyond, that is forgotten which has
    /// been quiet the longest.
    static final int MAX_CONNECTIONS = 4_096;

    private final LongSupplier clockNs;
    private final Map<String, Told> connections =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Told> eldest) {
                    return size() > MAX_CONNECTIONS;
                }
            };

    /// What was refused to a connection.
    private static final class Told {
        private long count;
        private long lastNs;
    }

    UnsupportedLog(LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    void refused(String connection, String reason) {
        Told told = connections.computeIfAbsent(connection, _ -> new Told());
        long nowNs = clockNs.getAsLong();
        told.count++;
        if (told.count == 1 || nowNs - told.lastNs >= PAUSE_NS) {
            told.lastNs = nowNs;
            LOG.warn(
                    "event=security-association-refused connection={} count={} reason=\"{}\"",
                    connection,
                    told.count,
                    reason);
        }
    }
}
