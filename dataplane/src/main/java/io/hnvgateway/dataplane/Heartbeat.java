package io.hnvgateway.dataplane;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// The process's sign of life to the XDP program that outlives it: while it is older than
/// [DataPathConfig.Pinning#heartbeatLimit()], or was never given, the program executes no flow
/// entry, sends nothing up, and drops what is the gateway's (`DROP_NO_HEARTBEAT`). Without pins
/// nobody asks for it.
///
/// Any thread, but not after the data path is closed.
public final class Heartbeat {
    private static final long STOPPED = 0;
    private static final VarHandle U64 = ValueLayout.JAVA_LONG.varHandle();

    private final MemorySegment line;

    /// @param line the first word of a mapped array
    Heartbeat(MemorySegment line) {
        this.line = line;
    }

    /// One that nobody hears.
    static Heartbeat unheard() {
        return new Heartbeat(Arena.ofAuto().allocate(ValueLayout.JAVA_LONG));
    }

    /// @param nowNs `System.nanoTime()`, which is CLOCK_MONOTONIC
    public void beat(long nowNs) {
        U64.setRelease(line, 0L, nowNs);
    }

    /// From here on the program drops what is the gateway's.
    public void stop() {
        U64.setRelease(line, 0L, STOPPED);
    }

    /// The time of the last one, which may be an earlier process's; 0: it was stopped.
    public long lastNs() {
        return (long) U64.getAcquire(line, 0L);
    }
}
