package io.hnvgateway.dataplane.worker;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Faults of the handler: each place logged once with its stack, all counted, up to a limit. Owner:
/// one worker thread.
final class FaultLimit {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLimit.class);

    private final int limit;
    private final Map<String, Integer> timesByPlace = new HashMap<>();
    private int total;

    FaultLimit(int limit) {
        this.limit = limit;
    }

    /// @return false when the limit is passed
    boolean tolerate(Throwable fault) {
        total++;
        int times = timesByPlace.merge(place(fault), 1, Integer::sum);
        if (times == 1) {
            LOG.error("INTERNAL_ERROR in the packet pipeline (logged once for this place)", fault);
        }
        return total <= limit;
    }

    private static String place(Throwable fault) {
        StackTraceElement[] stack = fault.getStackTrace();
        return fault.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
    }

    /// How often each place failed, for the last words of the worker.
    String summary() {
        return timesByPlace.toString();
    }
}
