package io.hnvgateway.app.core;

import io.hnvgateway.app.compile.SnapshotCompiler;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowProof;
import io.hnvgateway.packet.flow.Generations;
import java.util.BitSet;
import java.util.Map;

/// Proves the flow entries of the process before by what was restored before them: the compartment,
/// its generation, both adjacencies, and NAT's session. Counts those that it believes as their
/// compartment's.
final class KeptFlows implements FlowProof {
    private final Map<Integer, CompartmentState> compartments;
    private final BitSet adjacencies;
    private final Generations generations;
    private final FlowProof sessions;

    /// @param adjacencies slots that the ledger has kept
    /// @param sessions asked for flows that name a session
    KeptFlows(
            SnapshotCompiler compiler,
            BitSet adjacencies,
            Generations generations,
            FlowProof sessions) {
        compartments = compiler.states();
        this.adjacencies = adjacencies;
        this.generations = generations;
        this.sessions = sessions;
    }

    /// An entry of another generation than its compartment's is no use to anyone, and must not
    /// become current by what the generation advances to next.
    @Override
    public boolean believes(long entry, FlowKey key, FlowAction action) {
        CompartmentState owner = compartments.get(action.owner);
        if (owner == null || !isProved(entry, key, action)) {
            return false;
        }
        owner.addFlowEntries(key.ipv6, 1);
        return true;
    }

    private boolean isProved(long entry, FlowKey key, FlowAction action) {
        return (key.compartment == 0 || compartments.containsKey(key.compartment))
                && generations.isCurrent(action.owner, action.generation)
                && isKept(action.ingressAdjacency)
                && isKept(action.egressAdjacency)
                && (action.session == FlowAction.NO_SESSION
                        || sessions.believes(entry, key, action));
    }

    private boolean isKept(int slot) {
        return slot > 0 && adjacencies.get(slot);
    }
}
