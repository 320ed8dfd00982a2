package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowExecutor;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTables;

/// Runs the flow entry of a packet, when there is one and the packet may use it.
final class HitPath {
    private final WorkerContext context;
    private final FlowTables flows;
    private final FlowExecutor executor;
    private final TunnelPath tunnels;
    private final FlowKey key = new FlowKey();
    private final FlowAction action = new FlowAction();

    HitPath(WorkerContext context, FlowTables flows, FlowExecutor executor, TunnelPath tunnels) {
        this.tunnels = tunnels;
        this.context = context;
        this.flows = flows;
        this.executor = executor;
    }

    /// Looks the parsed packet up and runs what is found.
    ///
    /// @return CONTINUE when the slow path must decide
    Verdict run(Packet p) {
        p.decided = true;
        if (!hasFlow(p)) {
            return Verdict.CONTINUE;
        }
        long entry = flows.find(key.set(p), action);
        if (entry != 0 && action.has(FlowAction.TUNNEL)) {
            return intoTunnel(p, entry);
        }
        if (entry == 0 || !executor.admits(p, action)) {
            return Verdict.CONTINUE;
        }
        p.decided = false;
        p.compartment = action.owner;
        flows.noteUse(entry, p, context.nowNs());
        Verdict verdict = executor.execute(p, action);
        if (verdict == Verdict.FORWARD) {
            flows.count(entry, p.ipTotalBytes);
        }
        return verdict;
    }

    private Verdict intoTunnel(Packet p, long entry) {
        if (!executor.admitsIntoTunnel(p, action)) {
            return Verdict.CONTINUE;
        }
        p.decided = false;
        p.compartment = action.owner;
        int bytes = p.ipTotalBytes;
        flows.noteUse(entry, p, context.nowNs());
        Verdict verdict = tunnels.hit(p, action.newPort);
        if (verdict == Verdict.FORWARD) {
            flows.count(entry, bytes);
        }
        return verdict;
    }

    /// Fragments, and ICMP messages other than queries, have no flow of their own.
    static boolean hasFlow(Packet p) {
        return !p.isFragment() && (!IcmpMessages.isMessage(p) || IcmpMessages.isQuery(p));
    }
}
