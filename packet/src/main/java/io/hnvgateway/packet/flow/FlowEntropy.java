package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.Packet;

/// Numbers that are the same for all packets of a flow and differ between flows: for spreading, not
/// for telling flows apart. Made of the packet's current 5-tuple, which must be parsed; all
/// fragments of a packet get the same, by leaving ports out.
public final class FlowEntropy {
    /// Of the golden ratio; odd, so that multiplying loses nothing (Knuth, TAOCP 3, §6.4).
    private static final int MULTIPLIER = 0x9e37_79b9;

    private FlowEntropy() {}

    /// 32 bits, not mixed: what the NVGRE FlowID and the IPv6 flow label are folded from.
    static int of(Packet p) {
        int addresses =
                p.ipv6
                        ? FlowKey.digest(
                                p.ipv6SourceHigh ^ p.ipv6DestinationHigh,
                                p.ipv6SourceLow ^ p.ipv6DestinationLow)
                        : p.source ^ p.destination;
        int x = addresses ^ p.protocol;
        return p.isFragment() ? x : x ^ (p.sourcePort << 16 | p.destinationPort);
    }

    /// A hash whose high bits choose among next hops of equal cost.
    public static int hash(Packet p) {
        int x = of(p) * MULTIPLIER;
        return (x ^ x >>> 15) * MULTIPLIER;
    }
}
