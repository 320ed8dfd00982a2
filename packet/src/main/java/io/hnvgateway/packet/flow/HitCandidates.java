package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.FrameBatch;

/// The frames of a batch that may be hits, and what the passes over them found out: plain IPv4
/// packets, out of NVGRE or from the front end. One array for each fact, so that a pass reads only
/// what it needs.
///
/// A frame that is no candidate, because anything about it is unusual, goes the whole way, which
/// alone drops, answers and learns. Owner: the worker.
public final class HitCandidates {
    /// As [#ip]: no candidate.
    public static final long NONE = 0;

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

    // Of the candidates left by KeyPass:
    /// [FlowKey#word0], [FlowKey#word1] and their hash.
    final long[] word0 = new long[CAPACITY];

    final long[] word1 = new long[CAPACITY];
    final int[] hash = new int[CAPACITY];

    /// Protocol, TCP flags and total length: see the accessors.
    final int[] facts = new int[CAPACITY];

    /// An IPv4 header without options and eight bytes of the transport header.
    public static final int LEAST_BYTES = 28;

    // Of those that AdmitPass admitted, and ExecutePass executed:
    final long[] entry = new long[CAPACITY];

    final FlowAction[] actions = new FlowAction[CAPACITY];
    final boolean[] sent = new boolean[CAPACITY];

    public HitCandidates() {
        for (int i = 0; i < CAPACITY; i++) {
            actions[i] = new FlowAction();
        }
    }

    static int facts(int protocol, int tcpFlags, int totalBytes) {
        return totalBytes << 16 | tcpFlags << 8 | protocol;
    }

    static int protocol(int facts) {
        return facts & 0xff;
    }

    static int tcpFlags(int facts) {
        return facts >>> 8 & 0xff;
    }

    static int totalBytes(int facts) {
        return facts >>> 16;
    }

    /// No frame of the batch is one.
    public void clear(int size) {
        for (int i = 0; i < size; i++) {
            ip[i] = NONE;
        }
    }

    /// The compartment whose flow an executed frame was of.
    public int owner(int i) {
        return actions[i].owner;
    }

    /// Whether an executed frame left; else its port's ring was full, and it is the caller's.
    public boolean wasSent(int i) {
        return sent[i];
    }
}
