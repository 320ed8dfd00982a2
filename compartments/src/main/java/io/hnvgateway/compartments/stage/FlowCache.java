package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTable;

/// Puts flows into the table, within each compartment's share, and takes idle ones out.
///
/// Entries of NAT sessions are taken out by NAT; the sweep here is for the others. Owner: the
/// worker.
public final class FlowCache {
    private static final long IDLE_NS = 30_000_000_000L;
    private static final int SLOTS_A_SLICE = 256;

    private final FlowTable flows;
    private final WorkerContext context;
    private final int quota;
    private final FlowKey key = new FlowKey();
    private final FlowAction action = new FlowAction();
    private int hand;

    /// Builds the cache.
    ///
    /// @param quota entries that one compartment may have
    public FlowCache(FlowTable flows, WorkerContext context, int quota) {
        this.flows = flows;
        this.context = context;
        this.quota = quota;
    }

    /// Puts a flow in.
    ///
    /// @return the entry, or 0 when the compartment's share or the table is full
    public long install(FlowKey flow, FlowAction what) {
        CompartmentState owner = context.state(what.owner);
        int before = flows.live();
        long entry = owner.flowEntries() >= quota ? 0 : flows.insert(flow, what, context.nowNs());
        if (entry == 0) {
            owner.counters().add(Total.FLOW_ENTRIES_REFUSED, 1);
        } else {
            owner.addFlowEntries(flows.live() - before);
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

    /// Looks at a slice of the table for idle flows without a session.
    public void doWork(long nowNs) {
        for (int i = 0; i < SLOTS_A_SLICE; i++) {
            hand = hand + 1 == flows.capacity() ? 0 : hand + 1;
            long entry = flows.entry(hand);
            boolean idle =
                    flows.read(entry, key, action)
                            && action.session == FlowAction.NO_SESSION
                            && flows.idleNs(entry, nowNs) >= IDLE_NS;
            if (idle) {
                remove(entry, nowNs);
            }
        }
    }
}
