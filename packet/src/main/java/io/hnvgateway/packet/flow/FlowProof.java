package io.hnvgateway.packet.flow;

/// Decides which flows of an earlier process are believed ([FlowTable#adopt]).
@FunctionalInterface
public interface FlowProof {
    /// Asked once for each flow that its table holds well-formed. Called by the thread that adopts,
    /// before any worker runs.
    ///
    /// @param entry where it lies; it stays there if it is believed
    /// @param key of the flow; the caller's own, of no use afterwards
    /// @param action as `key`
    /// @return false: the flow is taken out
    boolean believes(long entry, FlowKey key, FlowAction action);
}
