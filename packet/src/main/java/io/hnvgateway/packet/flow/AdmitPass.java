package io.hnvgateway.packet.flow;

/// Fourth pass: the flow entry of each candidate, and whether the packet may use it, as
/// [FlowExecutor#admits] asks. Ends at the first frame that is no hit: what the whole way does to
/// that one, the frames behind it must see.
///
/// Each question is a loop of its own: its memory, an entry or an adjacency for each packet, is
/// waited for once, not once a packet, and what it needs of objects stands in registers. Owner: one
/// worker.
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
        int end = found(c, from, size);
        end = current(c, from, end);
        return fromOrigin(c, from, end);
    }

    private int found(HitCandidates c, int from, int size) {
        FlowTable flows = table;
        long[] packets = c.ip;
        int i = from;
        while (i < size
                && packets[i] != HitCandidates.NONE
                && flows.find(c.record(i))
                && (HitRecord.action(c.record(i)) & FlowAction.TUNNEL) == 0) {
            i++;
        }
        return i;
    }

    private int current(HitCandidates c, int from, int end) {
        Generations now = generations;
        int i = from;
        while (i < end && isCurrent(c.record(i), now)) {
            i++;
        }
        return i;
    }

    private static boolean isCurrent(long hit, Generations now) {
        return FlowExecutor.keepsState(
                        HitRecord.tcpFlags(hit), HitRecord.flags(hit), HitRecord.session(hit))
                && now.isCurrent(HitRecord.owner(hit), HitRecord.generation(hit));
    }

    private int fromOrigin(HitCandidates c, int from, int end) {
        AdjacencyTable slots = adjacencies;
        long[] providers = c.provider;
        int[] vsids = c.vsid;
        long[] macs = c.sourceMac;
        int i = from;
        while (i < end
                && slots.isOrigin(
                        HitRecord.ingressAdjacency(c.record(i)), providers[i], vsids[i], macs[i])) {
            i++;
        }
        return i;
    }
}
