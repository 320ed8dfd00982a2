package io.hnvgateway.app.pipeline;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Faults of the program on the packet path: the first of each place is logged with its stack, the
/// others are counted. Past a limit the process is asked to end, for systemd to start it again.
public final class FaultRecord {
    private static final Logger LOG = LoggerFactory.getLogger(FaultRecord.class);
    private static final long LIMIT = 10_000;

    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private final AtomicLong total = new AtomicLong();
    private final Runnable onLimit;

    public FaultRecord(Runnable onLimit) {
        this.onLimit = onLimit;
    }

    void record(RuntimeException fault) {
        StackTraceElement[] stack = fault.getStackTrace();
        String place = fault.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
        if (counts.computeIfAbsent(place, _ -> new AtomicLong()).incrementAndGet() == 1) {
            LOG.error("event=internal-error place={}", place, fault);
        }
        if (total.incrementAndGet() == LIMIT) {
            onLimit.run();
        }
    }

    /// Faults since the start.
    public long total() {
        return total.get();
    }
}
