package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The frames of a batch that may be hits, and what the passes over them found out: plain IPv4
/// packets, out of NVGRE or from the front end. One array for each fact that whoever opens the
/// frames finds, so that a pass reads only what it needs; behind, a [HitRecord] for each.
///
/// A frame that is no candidate, because anything about it is unusual, goes the whole way, which
/// alone drops, answers and learns. Owner: the worker.
public final class HitCandidates {
    /// As [#ip]: no candidate.
    public static final long NONE = 0;

    /// An IPv4 header without options and eight bytes of the transport header.
    public static final int LEAST_BYTES = 28;

    private static final int CAPACITY = FrameBatch.CAPACITY;

    /// Address of the packet's IP header, the inner one of NVGRE; at least [#LEAST_BYTES] may be
    /// read there.
    public final long[] ip = new long[CAPACITY];

    /// Address behind the last byte that may be read.
    public final long[] limit = new long[CAPACITY];

    /// Compartment of the flow's key; 0: from the front end.
    public final int[] compartment = new int[CAPACITY];

    // Out of NVGRE:
    /// Low half of the sending host's provider address, an IPv4 one; 0 from the front end.
    public final long[] provider = new long[CAPACITY];

    public final long[] sourceMac = new long[CAPACITY];
    public final int[] vsid = new int[CAPACITY];

    /// The records' memory, which this keeps reachable.
    private final MemorySegment records =
            Arena.global().allocate((long) CAPACITY * HitRecord.BYTES, FlowEntryLayout.BYTES);

    private final long firstRecord = records.address();

    public HitCandidates() {
        Memory.register(records);
    }

    /// Address of a frame's [HitRecord].
    long record(int i) {
        return Memory.base(firstRecord + (long) i * HitRecord.BYTES);
    }

    /// No frame of the batch is one.
    public void clear(int size) {
        for (int i = 0; i < size; i++) {
            ip[i] = NONE;
        }
    }

    /// The compartment whose flow an executed frame was of.
    public int owner(int i) {
        return HitRecord.owner(record(i));
    }

    /// Whether an executed frame left; else its port's ring was full, and it is the caller's.
    public boolean wasSent(int i) {
        return Memory.getIntNative(record(i) + HitRecord.SENT) != 0;
    }
}
