package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.FairShare;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.compartments.UsageKind;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowEntry;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTable;
import io.hnvgateway.packet.flow.FlowTables;
import org.jspecify.annotations.Nullable;

/// Puts flows into the tables, within each compartment's share, and takes idle ones out.
///
/// Entries of NAT sessions are taken out by NAT; the sweep here is for the others. Each worker
/// sweeps its own part of the table, whoever put the flows there. Owner: the worker.
public final class FlowCache {
    private static final int MAX_TICKS = 16;

    /// This part of a table is guaranteed to each compartment.
    private static final int GUARANTEED_SHIFT = 14;

    private final FlowTables flows;
    private final WorkerContext context;
    private final FairShare share;
    private final FairShare share6;
    private final FlowKey key = new FlowKey();
    private final FlowAction action = new FlowAction();
    private final FlowSweep sweep;
    private final FlowSweep sweep6;
    private int lastTick;

    /// Builds the cache.
    ///
    /// @param most IPv4 entries that one compartment may have; IPv6 ones are the same part of their
    ///   table
    public FlowCache(FlowTables flows, WorkerContext context, int most) {
        this.flows = flows;
        this.context = context;
        share = share(flows.ipv4().capacity(), most);
        int most6 = (int) ((long) most * flows.ipv6().capacity() / flows.ipv4().capacity());
        share6 = share(flows.ipv6().capacity(), most6);
        sweep = new FlowSweep(flows.ipv4(), context.worker(), context.workers());
        sweep6 = new FlowSweep(flows.ipv6(), context.worker(), context.workers());
    }

    /// A quarter of a table is the reserve, since its probes are bounded: fuller ones lose more and
    /// more of what is put in.
    private static FairShare share(int capacity, int most) {
        int guaranteed = Math.clamp(capacity >>> GUARANTEED_SHIFT, 1, most);
        return new FairShare(capacity, guaranteed, most, capacity / 4);
    }

    /// Puts a flow in, or gives the one with the same key its new action.
    ///
    /// @return the entry, or 0 when the compartment's share or the table is full
    public long install(FlowKey flow, FlowAction what) {
        CompartmentState owner = context.state(what.owner);
        boolean full = isFull(owner, flow.ipv6) && flows.find(flow, action) == 0;
        long entry = full ? 0 : flows.insert(flow, what, context.nowNs());
        if (entry == 0) {
            owner.counters().add(Total.FLOW_ENTRIES_REFUSED, 1);
        } else if (what.isNew) {
            owner.addFlowEntries(flow.ipv6, 1);
        } else {
            keepKindsApart(entry, what);
        }
        return entry;
    }

    /// What the entry carried for another tenant, or as another kind of traffic, stays theirs.
    private void keepKindsApart(long entry, FlowAction what) {
        UsageKind before = UsageKind.of(what.formerAction, what.formerSession);
        if (before != UsageKind.of(what) || what.formerOwner != what.owner) {
            long packets = flows.takePackets(entry);
            addUsage(what.formerOwner, before, packets, flows.takeBytes(entry));
        }
    }

    private void addUsage(int owner, @Nullable UsageKind kind, long packets, long bytes) {
        if (kind != null && packets != 0) {
            context.counters(owner).addUsage(kind, packets, bytes);
        }
    }

    private boolean isFull(CompartmentState owner, boolean ipv6) {
        FairShare own = ipv6 ? share6 : share;
        int used = (ipv6 ? flows.ipv6() : flows.ipv4()).live();
        return !own.admits(owner.flowEntries(ipv6), used);
    }

    /// Takes a flow out.
    public void remove(long entry, long nowNs) {
        if (flows.read(entry, key, action) && flows.remove(entry, nowNs)) {
            context.state(action.owner).addFlowEntries(key.ipv6, -1);
            // The slot is nobody else's for a second.
            addUsage(action.owner, UsageKind.of(action), flows.packets(entry), flows.bytes(entry));
        }
    }

    /// Counts a packet that the slow path carried and that left this entry behind.
    public void count(long entry, int totalBytes) {
        flows.count(entry, totalBytes);
    }

    /// Looks at a slice of its part of each table, against the direction of probes: takes out idle
    /// flows without a session, and reclaims what earlier ones left. Paced by time: the table is
    /// larger than the cache.
    public void doWork(long nowNs) {
        int tick = FlowEntry.coarse(nowNs);
        if (tick == lastTick) {
            return;
        }
        if (lastTick == 0) {
            sweep.beginAnywhere(nowNs);
            sweep6.beginAnywhere(nowNs);
        }
        int ticks = Math.clamp(tick - lastTick, 1, MAX_TICKS);
        lastTick = tick;
        sweep(sweep, ticks, nowNs);
        sweep(sweep6, ticks, nowNs);
    }

    private void sweep(FlowSweep part, int ticks, long nowNs) {
        for (int i = part.slots(ticks); i > 0; i--) {
            int slot = part.next();
            sweep(part.table(), slot, nowNs);
            part.table().reclaim(slot, nowNs);
        }
    }

    private void sweep(FlowTable table, int slot, long nowNs) {
        long entry = table.entry(slot);
        boolean idle =
                table.read(entry, key, action)
                        && action.session == FlowAction.NO_SESSION
                        && table.idleNs(entry, nowNs) >= FlowTables.IDLE_NS;
        if (idle) {
            remove(entry, nowNs);
        }
    }
}
