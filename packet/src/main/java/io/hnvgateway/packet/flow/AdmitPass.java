package io.hnvgateway.packet.flow;

/// Fourth pass: the flow entry of each candidate, and whether the packet may use it, as
/// [FlowExecutor#admits] asks. Ends at the first frame that is no hit: what the whole way does to
/// that one, the frames behind it must see. Owner: one worker.
final class AdmitPass {
    private final FlowTable table;
    private final AdjacencyTable adjacencies;
    private final Generations generations;

    AdmitPass(FlowTable table, AdjacencyTable adjacencies, Generations generations) {
        this.table = table;
        this.adjacencies = adjacencies;
        this.generations = generations;
    }

    /// @return the first frame from `from` on that is no hit, or `size`
    int run(HitCandidates c, int from, int size) {
        int i = from;
        while (i < size && c.ip[i] != HitCandidates.NONE && admits(c, i)) {
            i++;
        }
        return i;
    }

    private boolean admits(HitCandidates c, int i) {
        int facts = c.facts[i];
        FlowAction action = c.actions[i];
        long entry =
                table.find(
                        c.hash[i], c.word0[i], c.word1[i], HitCandidates.protocol(facts), action);
        c.entry[i] = entry;
        return entry != 0
                && FlowExecutor.keepsState(HitCandidates.tcpFlags(facts), action)
                && generations.isCurrent(action.owner, action.generation)
                && adjacencies.isOrigin(action.ingressAdjacency, c, i);
    }
}
