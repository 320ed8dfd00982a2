package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.packet.FramePool;
import java.lang.foreign.MemorySegment;

/// The UMEM that all queues of all ports share.
///
/// @param umem the memory out of which `pool` gives frames
/// @param share the most frames that one queue keeps ready to receive into: without a bound, a
///   queue that receives little would hoard what the busy ones have sent
record SharedFrames(MemorySegment umem, FramePool pool, int share) {
    /// Receiving takes half of the pool at most; the rest is under way.
    static SharedFrames among(int queues, MemorySegment umem, FramePool pool) {
        int share = pool.capacity() / (2 * Math.max(1, queues));
        return new SharedFrames(umem, pool, Math.max(XdpQueue.REFILL_AT, share));
    }
}
