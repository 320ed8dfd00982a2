package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.packet.FramePool;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// The UMEM that all queues of all ports share.
///
/// @param umem the memory of all `pools`
/// @param pools one for each worker
record SharedFrames(MemorySegment umem, List<FramePool> pools) {
    SharedFrames {
        pools = List.copyOf(pools);
    }

    int workers() {
        return pools.size();
    }

    /// The worker that fills a queue and takes back what it sent: its rings have one owner.
    int ownerOf(int port, int queue) {
        return (port + queue) % workers();
    }

    /// The most frames that one queue keeps ready to receive into: without a bound, a queue that
    /// receives little would hoard what the busy ones have sent. Receiving takes half of a pool at
    /// most; the rest is under way.
    ///
    /// @param owner the worker that fills the queue
    /// @param queues all that it fills
    int share(int owner, int queues) {
        int share = pools.get(owner).capacity() / (2 * Math.max(1, queues));
        return Math.max(QueueRings.REFILL_AT, share);
    }
}
