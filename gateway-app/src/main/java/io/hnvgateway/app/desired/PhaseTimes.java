package io.hnvgateway.app.desired;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How long each phase of one change took. Used by the thread that makes the change.
public final class PhaseTimes {
    private final Map<String, Long> phases = new LinkedHashMap<>();
    private final long startNs;
    private long lastNs;

    /// @param startNs when the request was there, as [System#nanoTime]
    public PhaseTimes(long startNs) {
        this.startNs = startNs;
        this.lastNs = startNs;
    }

    public static PhaseTimes start() {
        return new PhaseTimes(System.nanoTime());
    }

    /// All since the phase before belongs to this one.
    public void end(String phase) {
        long nowNs = System.nanoTime();
        phases.merge(phase, nowNs - lastNs, Long::sum);
        lastNs = nowNs;
    }

    /// Phase → microseconds, in the order in which they came first.
    public Map<String, Long> micros() {
        Map<String, Long> micros = new LinkedHashMap<>();
        phases.forEach((phase, ns) -> micros.put(phase, TimeUnit.NANOSECONDS.toMicros(ns)));
        return micros;
    }

    /// From the request to the end of the last phase.
    public long totalMicros() {
        return TimeUnit.NANOSECONDS.toMicros(lastNs - startNs);
    }
}
