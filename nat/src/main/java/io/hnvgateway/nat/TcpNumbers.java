package io.hnvgateway.nat;

import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TcpHeader;

/// What each side of a TCP session acknowledged last, to judge a RST (RFC 7857 §2.2, RFC 5961 §3).
/// Known only while all packets take the slow path: flow entries carry packets past it.
final class TcpNumbers {
    private static final int INSIDE_KNOWN = 1;
    private static final int OUTSIDE_KNOWN = 2;

    /// RFC departure: the window's scale is not followed; a RST counts when it lies less than this
    /// above what the other side acknowledged.
    private static final int WINDOW_BYTES = 1 << 20;

    private TcpNumbers() {}

    /// Learns from a packet with an acknowledgement.
    static void learn(long s, Packet p, boolean fromInside) {
        if (p.transport != 0 && (p.tcpFlags & TcpHeader.ACK) != 0) {
            SessionRecord.acknowledged(s, fromInside, TcpHeader.acknowledgment(p.transport));
            SessionRecord.known(s, SessionRecord.known(s) | bit(fromInside));
        }
    }

    static void forget(long s) {
        SessionRecord.known(s, 0);
    }

    /// True when a RST's sequence number may be the one that its receiver waits for.
    static boolean acceptsReset(long s, Packet p, boolean fromInside) {
        boolean receiver = !fromInside;
        if ((SessionRecord.known(s) & bit(receiver)) == 0) {
            return true;
        }
        int ahead = TcpHeader.sequence(p.transport) - SessionRecord.acknowledged(s, receiver);
        return ahead >= 0 && ahead < WINDOW_BYTES;
    }

    private static int bit(boolean byInside) {
        return byInside ? INSIDE_KNOWN : OUTSIDE_KNOWN;
    }
}
