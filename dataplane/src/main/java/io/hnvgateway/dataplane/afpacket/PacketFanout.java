package io.hnvgateway.dataplane.afpacket;

import java.util.List;

/// Deals the frames of one device out to several packet sockets (packet(7), PACKET_FANOUT), by a
/// program of ours: the kernel's own hash looks no further than the outer addresses, and so all
/// NVGRE between two hosts would fall to one worker.
final class PacketFanout {
    /// A filter that keeps nothing, for the time until a socket has joined.
    static final long[] NOTHING = {FanoutProgram.answer(0)};

    private static final int FANOUT = 18;
    private static final int FANOUT_DATA = 22;
    private static final int BY_CLASSIC_BPF = 6;
    private static final int UNIQUE_ID = 0x2000;

    private PacketFanout() {}

    static void join(List<PacketSockets> sockets) {
        PacketSocket first = sockets.getFirst().receiver();
        first.option("PACKET_FANOUT", FANOUT, (BY_CLASSIC_BPF | UNIQUE_ID) << 16);
        int group = first.option("PACKET_FANOUT", FANOUT) & 0xffff;
        first.program("PACKET_FANOUT_DATA", FANOUT_DATA, FanoutProgram.INSTRUCTIONS);
        for (PacketSockets other : sockets.subList(1, sockets.size())) {
            other.receiver().option("PACKET_FANOUT", FANOUT, BY_CLASSIC_BPF << 16 | group);
        }
        sockets.forEach(joined -> joined.receiver().unfilter());
    }
}
