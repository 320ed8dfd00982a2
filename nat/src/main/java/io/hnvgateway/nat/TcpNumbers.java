package io.hnvgateway.nat;

import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TcpHeader;
import io.hnvgateway.packet.flow.FlowEntry;

/// What each side of a TCP session acknowledged last, to judge a RST (RFC 7857 §2.2, RFC 5961 §3).
///
/// The record has the number of the last packet on the slow path; while a direction has a flow
/// entry, that has the high 16 bits of the last one whoever carried it.
final class TcpNumbers {
    private static final int INSIDE_KNOWN = 1;
    private static final int OUTSIDE_KNOWN = 2;

    /// RFC departure: the window's scale is not followed; a RST counts when it lies less than this
    /// above what the other side acknowledged.
    private static final int WINDOW_BYTES = 1 << 20;

    /// How far an entry's number may lie under the one that it was cut from.
    private static final int CUT_BYTES = 1 << 16;

    private TcpNumbers() {}

    /// Learns from a packet with an acknowledgement.
    static void learn(long s, Packet p, boolean fromInside) {
        if (acknowledges(p)) {
            SessionRecord.acknowledged(s, fromInside, TcpHeader.acknowledgment(p.transport));
            SessionRecord.known(s, SessionRecord.known(s) | bit(fromInside));
        }
    }

    /// Whether its acknowledgement number is one to learn from.
    static boolean acknowledges(Packet p) {
        return p.transport != 0 && (p.tcpFlags & (TcpHeader.ACK | TcpHeader.RST)) == TcpHeader.ACK;
    }

    static void forget(long s) {
        SessionRecord.known(s, 0);
    }

    /// Whether the side has acknowledged anything on the slow path.
    static boolean isKnown(long s, boolean byInside) {
        return (SessionRecord.known(s) & bit(byInside)) != 0;
    }

    /// True when a RST's sequence number may be the one that its receiver waits for.
    ///
    /// @param entry flow entry of the packets that the receiver sends, or 0
    static boolean acceptsReset(long s, Packet p, boolean fromInside, long entry) {
        boolean receiver = !fromInside;
        if (!isKnown(s, receiver)) {
            return true;
        }
        int sequence = TcpHeader.sequence(p.transport);
        int ahead =
                entry == 0
                        ? sequence - SessionRecord.acknowledged(s, receiver)
                        : sequence - FlowEntry.acknowledged(entry);
        return ahead >= 0 && ahead < (entry == 0 ? WINDOW_BYTES : WINDOW_BYTES + CUT_BYTES);
    }

    private static int bit(boolean byInside) {
        return byInside ? INSIDE_KNOWN : OUTSIDE_KNOWN;
    }
}
