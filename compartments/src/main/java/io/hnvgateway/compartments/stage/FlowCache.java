package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowEntry;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTable;

/// Puts flows into the table, within each compartment's share, and takes idle ones out.
///
/// Entries of NAT sessions are taken out by NAT; the sweep here is for the others. Each worker
/// sweeps its own part of the table, whoever put the flows there. Owner: the worker.
public final class FlowCache {
    private static final long IDLE_NS = 30_000_000_000L;

    /// Coarse ticks of about a millisecond in which the sweep goes once round the table.
    private static final int TICKS_A_ROUND = 1 << 13;

    private static final int MAX_TICKS = 16;

    private final FlowTable flows;
    private final WorkerContext context;
    private final int quota;
    private final FlowKey key = new FlowKey();
    private final FlowAction action = new FlowAction();
    private final int firstSlot;
    private final int slots;
    private int hand;
    private int lastTick;

    /// Builds the cache.
    ///
    /// @param quota entries that one compartment may have
    public FlowCache(FlowTable flows, WorkerContext context, int quota) {
        this.flows = flows;
        this.context = context;
        this.quota = quota;
        firstSlot = (int) ((long) flows.capacity() * context.worker() / context.workers());
        int end = (int) ((long) flows.capacity() * (context.worker() + 1) / context.workers());
        slots = end - firstSlot;
    }

    /// Puts a flow in, or gives the one with the same key its new action.
    ///
    /// @return the entry, or 0 when the compartment's share or the table is full
    public long install(FlowKey flow, FlowAction what) {
        CompartmentState owner = context.state(what.owner);
        boolean full = owner.flowEntries() >= quota && flows.find(flow, action) == 0;
        long entry = full ? 0 : flows.insert(flow, what, context.nowNs());
        if (entry == 0) {
            owner.counters().add(Total.FLOW_ENTRIES_REFUSED, 1);
        } else if (what.isNew) {
            owner.addFlowEntries(1);
        }
        return entry;
    }

    /// Takes a flow out.
    public void remove(long entry, long nowNs) {
        if (flows.read(entry, key, action) && flows.remove(entry, nowNs)) {
            context.state(action.owner).addFlowEntries(-1);
        }
    }

    /// Coarse time of the entry's last packet.
    public int lastUse(long entry) {
        return flows.lastUse(entry);
    }

    /// Looks at a slice of its part of the table, against the direction of probes: takes out idle
    /// flows without a session, and reclaims what earlier ones left. Paced by time: the table is
    /// larger than the cache.
    public void doWork(long nowNs) {
        int tick = FlowEntry.coarse(nowNs);
        if (tick == lastTick) {
            return;
        }
        int ticks = Math.clamp(tick - lastTick, 1, MAX_TICKS);
        lastTick = tick;
        int slice = ticks * Math.max(1, slots / TICKS_A_ROUND);
        for (int i = Math.min(slice, slots); i > 0; i--) {
            hand = hand == 0 ? slots - 1 : hand - 1;
            sweep(flows.entry(firstSlot + hand), nowNs);
            flows.reclaim(firstSlot + hand, nowNs);
        }
    }

    private void sweep(long entry, long nowNs) {
        boolean idle =
                flows.read(entry, key, action)
                        && action.session == FlowAction.NO_SESSION
                        && flows.idleNs(entry, nowNs) >= IDLE_NS;
        if (idle) {
            remove(entry, nowNs);
        }
    }
}
