package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.port.PortExecutor;
import io.hnvgateway.dataplane.steering.Steering;
import io.hnvgateway.dataplane.steering.SteeringCounters;
import io.hnvgateway.dataplane.steering.TunnelOwners;
import io.hnvgateway.dataplane.xdp.RedirectLosses;
import io.hnvgateway.packet.FramePool;
import java.util.List;
import java.util.function.LongConsumer;

/// An open data path. After [#close()], which the worker's end precedes, none of its addresses may
/// be touched. The guard stays, and so does what is pinned.
public final class DataPath implements AutoCloseable {
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
    /// @param losses of frames that the XDP program redirected
    record Control(
            Steering steering,
            SteeringCounters verdicts,
            LongConsumer dealing,
            Attachment attachment,
            Origin origin,
            RedirectLosses losses,
            TunnelOwners tunnelOwners) {}

    /// Where the tables come from.
    ///
    /// @param whyClean why they are new; empty if an earlier process left them
    record Origin(String whyClean, Heartbeat heartbeat) {
        /// Of tables that end with the process.
        static Origin unpinned(String whyClean) {
            return new Origin(whyClean, Heartbeat.unheard());
        }
    }

    /// The data path on its devices.
    interface Attachment {
        Choice choice();

        /// By index of a port, from any thread.
        PortExecutor executor(int port);

        void goLive();
    }

    DataPath(
            List<? extends List<? extends DataPathPort>> ports,
            DataPathMemory memory,
            Control control,
            Resources resources) {
        this.ports = List.copyOf(ports);
        this.framePools = List.copyOf(resources.framePools());
        this.memory = memory;
        this.control = control;
        this.resources = resources;
    }

    public Choice choice() {
        return control.attachment.choice();
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

    /// Whether the tables are those of an earlier process. Then they hold what it left: the policy
    /// given to the opener is not in force, but its is, until the first whole one is applied; and
    /// its program runs on the devices until [#goLive()].
    public boolean adopted() {
        return control.origin.whyClean.isEmpty();
    }

    /// Why the tables are new, for an operator; empty if they are not.
    public String whyClean() {
        return control.origin.whyClean;
    }

    /// Puts this process's program on the devices, in the place of an earlier one's where there is
    /// one. To be called once all that the program decides by is right, with pins always: from here
    /// on the tables have the identity that the next process looks for. New tables' program is on
    /// the devices since the opening, so that what does not attach is known then; it drops what is
    /// the gateway's until the first heartbeat.
    public void goLive() {
        control.attachment.goLive();
        control.losses.begin();
    }

    public Heartbeat heartbeat() {
        return control.origin.heartbeat;
    }

    /// Who executes the flow entries of packets that leave by a port, at this moment; any thread.
    public PortExecutor executor(int port) {
        return control.attachment.executor(port);
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

    /// Takes whose the packets of tunnels are.
    public TunnelOwners tunnelOwners() {
        return control.tunnelOwners;
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
