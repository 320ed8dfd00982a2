package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.port.PortExecutor;
import io.hnvgateway.dataplane.steering.Steering;
import io.hnvgateway.dataplane.steering.SteeringCounters;
import io.hnvgateway.dataplane.xdp.RedirectLosses;
import io.hnvgateway.packet.FramePool;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;

/// An open data path. After [#close()], which the worker's end precedes, none of its addresses may
/// be touched. The guard stays.
public final class DataPath implements AutoCloseable {
    private final Choice choice;
    private final List<? extends List<? extends DataPathPort>> ports;
    private final List<FramePool> framePools;
    private final DataPathMemory memory;
    private final Control control;
    private final Resources resources;

    /// What was chosen, and why.
    ///
    /// @param mode never AUTO
    public record Choice(DataPathMode mode, String reason) {}

    /// What the control thread needs.
    ///
    /// @param dealing takes the seed of the hash by which frames are dealt out to workers
    /// @param executors by index of a port, from any thread
    /// @param losses of frames that the XDP program redirected
    record Control(
            Steering steering,
            SteeringCounters verdicts,
            LongConsumer dealing,
            IntFunction<PortExecutor> executors,
            RedirectLosses losses) {}

    DataPath(
            Choice choice,
            List<? extends List<? extends DataPathPort>> ports,
            DataPathMemory memory,
            Control control,
            Resources resources) {
        this.choice = choice;
        this.ports = List.copyOf(ports);
        this.framePools = List.copyOf(resources.framePools());
        this.memory = memory;
        this.control = control;
        this.resources = resources;
    }

    public Choice choice() {
        return choice;
    }

    public int workers() {
        return ports.size();
    }

    /// A worker's views of the ports, in the order of their indexes; no other thread may use them
    /// once it runs, but for their statistics.
    public List<? extends DataPathPort> ports(int worker) {
        return ports.get(worker);
    }

    /// A worker's pool of frames.
    public FramePool framePool(int worker) {
        return framePools.get(worker);
    }

    /// As [#ports(int)] of the first worker.
    public List<? extends DataPathPort> ports() {
        return ports(0);
    }

    /// As [#framePool(int)] of the first worker.
    public FramePool framePool() {
        return framePool(0);
    }

    /// Who executes the flow entries of packets that leave by a port, at this moment; any thread.
    public PortExecutor executor(int port) {
        return control.executors.apply(port);
    }

    /// Frames that the XDP program redirected and that were lost behind it.
    public RedirectLosses redirectLosses() {
        return control.losses;
    }

    /// Tells the seed of the hash that gives an inside address its owner, so that most of its
    /// packets arrive there. Only XDP chooses by it; a choice that differs costs hand-overs.
    public void dealBy(long ownerSeed) {
        control.dealing.accept(ownerSeed);
    }

    public DataPathMemory memory() {
        return memory;
    }

    public Steering steering() {
        return control.steering;
    }

    /// Frames by port and steering verdict.
    public SteeringCounters verdicts() {
        return control.verdicts;
    }

    @Override
    public void close() {
        resources.close();
    }
}
