package io.hnvgateway.dataplane.xdp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Tells the XDP program how many of the frames that it sent to a socket still wait there: a line
/// of the map `rings` of `shares.h`. The program adds what it sends; frames that the kernel lost on
/// the way are forgotten with each report. Owner: the socket's worker.
final class RingLevel {
    static final int BYTES = 64;
    static final int SENT = 0;
    static final int TAKEN = 8;

    private static final VarHandle U64 = ValueLayout.JAVA_LONG.varHandle();

    private final MemorySegment rings;
    private final long at;

    /// @param socket its key in the program's map of sockets
    RingLevel(MemorySegment rings, int socket) {
        this.rings = rings;
        at = (long) socket * BYTES;
    }

    void report(int waiting) {
        long sent = (long) U64.getOpaque(rings, at + SENT);
        U64.setOpaque(rings, at + TAKEN, sent - waiting);
    }
}
