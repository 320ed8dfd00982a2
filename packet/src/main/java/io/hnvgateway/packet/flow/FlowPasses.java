package io.hnvgateway.packet.flow;

/// The passes over a batch that end in the execution of flow entries. Whoever opens the frames
/// fills [#candidates] first; then comes [#prepare] for the whole batch, then [#execute], again and
/// again, and between two of its runs the frame that was no hit, on its whole way: so every frame
/// is treated in the order of arrival.
///
/// A pass is one small method over many frames: it compiles whole, and the memory that it waits for
/// is that of many packets at once. Owner: one worker.
public final class FlowPasses {
    /// Frames that are admitted before they are executed: enough for their memory to be waited for
    /// together, and few enough that what was found out about those behind a frame that is no hit,
    /// which must be found out again, costs little.
    private static final int PART = 32;

    private final HitCandidates candidates = new HitCandidates();
    private final FlowTable flows;
    private final KeyPass keys;
    private final TouchPass touch;
    private final AdmitPass admit;
    private final ReachPass reach;
    private final ExecutePass execute;

    FlowPasses(FlowTable flows, AdmitPass admit, ReachPass reach, ExecutePass execute) {
        this.flows = flows;
        keys = new KeyPass(flows);
        touch = new TouchPass(flows, TouchPass.LEAST_FLOWS);
        this.admit = admit;
        this.reach = reach;
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
        int coarseNow = FlowEntry.coarse(nowNs);
        int at = from;
        while (at < size) {
            int partEnd = Math.min(at + PART, size);
            int end = part(at, partEnd, coarseNow);
            if (end < partEnd) {
                return end;
            }
            at = end;
        }
        return size;
    }

    private int part(int from, int partEnd, int coarseNow) {
        execute.begin(from);
        int end = admit.run(candidates, from, partEnd);
        end = reach.run(candidates, from, end);
        execute.run(candidates, from, end, coarseNow);
        return end;
    }

    /// The candidates from `from` on whose flow has no entry now: first packets, mostly.
    ///
    /// @param into takes their places in the batch, in order
    /// @return how many they are
    public int unknown(int from, int size, int[] into) {
        HitCandidates c = candidates;
        int count = 0;
        for (int i = from; i < size; i++) {
            if (c.ip[i] != HitCandidates.NONE && !flows.find(c.record(i))) {
                into[count++] = i;
            }
        }
        return count;
    }

    /// The frame that was in work when [#execute] threw, or the first one: those before it are
    /// executed.
    public int position() {
        return execute.position();
    }
}
