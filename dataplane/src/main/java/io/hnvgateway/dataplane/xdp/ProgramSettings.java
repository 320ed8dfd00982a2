package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.packet.flow.FlowHash;
import io.hnvgateway.packet.flow.IpIdentifications;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;

/// What the program takes for constant: `struct settings` of `settings.h`.
final class ProgramSettings {
    static final String SECTION = ".rodata.settings";
    static final int BYTES = 144;

    private static final long NO_SEED = 0;
    private static final int COARSE_BITS = 20;

    private final ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.nativeOrder());

    ProgramSettings(ProgramOptions options, int cpus) {
        TableSizes sizes = options.sizes();
        Optional<FlowExecution> execution = options.execution();
        long seed = execution.map(FlowExecution::seed).orElse(NO_SEED);
        for (long multiplier : FlowHash.multipliers(seed)) {
            bytes.putLong(multiplier);
        }
        bytes.putInt(execution.isPresent() ? 1 : 0)
                .putInt(sizes.flows() - 1)
                .putInt(sizes.flows6() - 1)
                .putInt(sizes.compartments())
                .putInt(IpIdentifications.OF_PROGRAM / cpus)
                .putInt(IpIdentifications.OF_WORKERS)
                .putLong(coarse(options.heartbeatLimit()))
                .putLong(options.slowPathLimit().frameNs())
                .putLong(options.slowPathLimit().burstNs());
    }

    /// In units of the program's clock, at least one.
    private static long coarse(Duration limit) {
        return limit.isZero() ? 0 : Math.max(1, limit.toNanos() >> COARSE_BITS);
    }

    byte[] bytes() {
        return bytes.array().clone();
    }

    /// A copy in native memory.
    MemorySegment copy(Arena arena) {
        MemorySegment copy = arena.allocate(BYTES, Long.BYTES);
        MemorySegment.copy(bytes.array(), 0, copy, ValueLayout.JAVA_BYTE, 0, BYTES);
        return copy;
    }
}
