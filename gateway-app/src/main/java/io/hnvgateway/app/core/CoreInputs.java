package io.hnvgateway.app.core;

import io.hnvgateway.app.compile.Ledgers;
import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.UnderlayOptions;
import io.hnvgateway.app.pipeline.HostDelivery;
import io.hnvgateway.app.pipeline.PipelineSurroundings;
import io.hnvgateway.dataplane.DataPathMemory;
import io.hnvgateway.nat.NatCapacity;
import io.hnvgateway.nat.NatSecrets;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Port;
import io.hnvgateway.packet.flow.NanoClock;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// What a gateway's core is built from.
///
/// @param tunnels of tenants to their own sites
public record CoreInputs(
        Ports ports,
        Memory memory,
        Settings settings,
        Kept kept,
        PipelineSurroundings.Tunnels tunnels) {
    /// A core without tunnels.
    public CoreInputs(Ports ports, Memory memory, Settings settings, Kept kept) {
        this(ports, memory, settings, kept, PipelineSurroundings.Tunnels.none(HostDelivery.NONE));
    }

    /// A core that begins with nothing and keeps nothing, without tunnels.
    public CoreInputs(Ports ports, Memory memory, Settings settings) {
        this(ports, memory, settings, Kept.NOTHING);
    }

    /// What the process before left, and where it is written down for the one after.
    ///
    /// @param tables the memory of the data path holds that process's flows, adjacencies and
    ///   generations, and `ledgers` say what they are
    /// @param nat NAT's memory holds that process's records
    public record Kept(Ledgers ledgers, boolean tables, boolean nat) {
        public static final Kept NOTHING = new Kept(Ledgers.NONE, false, false);
    }

    /// Ports, and what each serves.
    ///
    /// @param views the ports by index as each worker has them: one list for each worker
    public record Ports(
            List<? extends List<? extends Port>> views,
            List<PortPlan> plans,
            UnderlayOptions options) {
        /// How many workers there are.
        public int workers() {
            return views.size();
        }
    }

    /// Memory.
    ///
    /// @param frames a pool for each worker
    /// @param nat at least [#natBytes]
    public record Memory(List<FramePool> frames, DataPathMemory tables, MemorySegment nat) {
        /// Bytes that the workers' NAT tables take together.
        public static long natBytes(NatCapacity capacity, int workers) {
            return capacity.share(workers).bytes() * workers;
        }
    }

    /// Sizes and secrets.
    ///
    /// @param nat of all workers together
    /// @param flowSeed secret of the flow table's hash
    public record Settings(NatCapacity nat, NatSecrets secrets, long flowSeed, NanoClock clock) {}
}
