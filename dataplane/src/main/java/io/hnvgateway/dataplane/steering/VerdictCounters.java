package io.hnvgateway.dataplane.steering;

import java.util.concurrent.atomic.AtomicLongArray;

/// Verdicts of [SteeringFilter]: one writer (the worker) for each port, readers anywhere.
public final class VerdictCounters implements SteeringCounters {
    private static final int VERDICTS = SteeringVerdict.values().length;

    private final AtomicLongArray frames;

    public VerdictCounters(int ports) {
        frames = new AtomicLongArray(ports * VERDICTS);
    }

    public void count(int port, SteeringVerdict verdict) {
        int at = port * VERDICTS + verdict.code();
        frames.setOpaque(at, frames.getPlain(at) + 1);
    }

    @Override
    public long frames(int port, SteeringVerdict verdict) {
        return frames.getOpaque(port * VERDICTS + verdict.code());
    }
}
