package io.hnvgateway.packet.flow;

/// The passes over a batch that end in the execution of flow entries. Whoever opens the frames
/// fills [#candidates] first; then comes [#prepare] for the whole batch, then [#execute], again and
/// again, and between two of its runs the frame that was no hit, on its whole way: so every frame
/// is treated in the order of arrival.
///
/// A pass is one small method over many frames: it compiles whole, and the memory that it waits for
/// is that of many packets at once. Owner: one worker.
public final class FlowPasses {
    private final HitCandidates candidates = new HitCandidates();
    private final FlowTable flows;
    private final KeyPass keys;
    private final TouchPass touch;
    private final AdmitPass admit;
    private final ExecutePass execute;
    private final FlowAction scratch = new FlowAction();

    FlowPasses(FlowTable flows, AdmitPass admit, ExecutePass execute) {
        this.flows = flows;
        keys = new KeyPass(flows);
        touch = new TouchPass(flows, TouchPass.LEAST_FLOWS);
        this.admit = admit;
        this.execute = execute;
    }

    public HitCandidates candidates() {
        return candidates;
    }

    /// Keys, and what of the table they need.
    ///
    /// @param size frames of the batch
    public void prepare(int size) {
        keys.run(candidates, size);
        touch.run(candidates, size);
    }

    /// Executes the flow entries of frames from `from` on, up to the first that is no hit.
    /// [HitCandidates#wasSent] and [HitCandidates#owner] tell of each.
    ///
    /// @return that first one, of which nothing was changed, or `size`
    public int execute(int from, int size, long nowNs) {
        execute.begin(from);
        int end = admit.run(candidates, from, size);
        return end == from ? from : execute.run(candidates, from, end, FlowEntry.coarse(nowNs));
    }

    /// The candidates from `from` on whose flow has no entry now: first packets, mostly.
    ///
    /// @param into takes their places in the batch, in order
    /// @return how many they are
    public int unknown(int from, int size, int[] into) {
        HitCandidates c = candidates;
        int count = 0;
        for (int i = from; i < size; i++) {
            if (c.ip[i] != HitCandidates.NONE && !isKnown(c, i)) {
                into[count++] = i;
            }
        }
        return count;
    }

    private boolean isKnown(HitCandidates c, int i) {
        int protocol = HitCandidates.protocol(c.facts[i]);
        return flows.find(c.hash[i], c.word0[i], c.word1[i], protocol, scratch) != 0;
    }

    /// The frame that was in work when [#execute] threw, or the first one: those before it are
    /// executed.
    public int position() {
        return execute.position();
    }
}
