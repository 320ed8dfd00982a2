package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.steering.SteeringCounters;
import io.hnvgateway.dataplane.steering.SteeringVerdict;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// The XDP program's verdicts, which it counts for each port and CPU in a mapped array.
public final class XdpCounters implements SteeringCounters {
    private static final int PORTS = 16;
    private static final int CPUS = 256;
    private static final int VERDICTS = 40;
    private static final VarHandle U64 = ValueLayout.JAVA_LONG.varHandle();

    /// Bytes of the array.
    public static final long BYTES = 8L * PORTS * CPUS * VERDICTS;

    private final MemorySegment array;

    /// CPUs that this machine may have.
    private final int cpus = Math.min(CPUS, LibBpf.possibleCpus());

    public XdpCounters(MemorySegment array) {
        this.array = array;
    }

    @Override
    public long frames(int port, SteeringVerdict verdict) {
        long sum = 0;
        for (int cpu = 0; cpu < cpus; cpu++) {
            long cell = ((long) port * CPUS + cpu) * VERDICTS + verdict.code();
            sum += (long) U64.getOpaque(array, cell * 8);
        }
        return sum;
    }
}
