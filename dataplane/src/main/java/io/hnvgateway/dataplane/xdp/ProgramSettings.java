package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.steering.SlowPathLimit;
import io.hnvgateway.packet.flow.FlowHash;
import io.hnvgateway.packet.flow.IpIdentifications;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// What the program takes for constant: `struct settings` of `settings.h`.
final class ProgramSettings {
    static final String SECTION = ".rodata.settings";
    static final int BYTES = 136;

    private static final long NO_SEED = 0;

    private final ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.nativeOrder());

    ProgramSettings(
            TableSizes sizes, int cpus, Optional<FlowExecution> execution, SlowPathLimit limit) {
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
                .putLong(limit.frameNs())
                .putLong(limit.burstNs());
    }

    /// A copy in native memory.
    MemorySegment copy(Arena arena) {
        MemorySegment copy = arena.allocate(BYTES, Long.BYTES);
        MemorySegment.copy(bytes.array(), 0, copy, ValueLayout.JAVA_BYTE, 0, BYTES);
        return copy;
    }
}
