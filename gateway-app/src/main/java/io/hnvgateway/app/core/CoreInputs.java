package io.hnvgateway.app.core;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.UnderlayOptions;
import io.hnvgateway.dataplane.DataPathMemory;
import io.hnvgateway.nat.NatCapacity;
import io.hnvgateway.nat.NatSecrets;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Port;
import io.hnvgateway.packet.flow.NanoClock;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// What a gateway's core is built from.
public record CoreInputs(Ports ports, Memory memory, Settings settings) {
    /// Ports by index, and what each serves.
    public record Ports(
            List<? extends Port> ports, List<PortPlan> plans, UnderlayOptions options) {}

    /// Memory.
    ///
    /// @param nat at least the bytes of the NAT capacity
    public record Memory(FramePool frames, DataPathMemory tables, MemorySegment nat) {}

    /// Sizes and secrets.
    ///
    /// @param flowSeed secret of the flow table's hash
    public record Settings(NatCapacity nat, NatSecrets secrets, long flowSeed, NanoClock clock) {}
}
