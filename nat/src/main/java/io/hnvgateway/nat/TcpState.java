package io.hnvgateway.nat;

import io.hnvgateway.packet.TcpHeader;

/// The TCP states of a session, RFC 6146 §3.5.2.2 with "V6" read as inside and "V4" as outside, and
/// RFC 7857 §2. They are values of [SessionRecord#state]; CLOSED is that no session exists.
final class TcpState {
    /// The inside sent a SYN.
    static final int INSIDE_SYN = 2;

    /// The outside sent a SYN to an inbound or 1:1 rule.
    static final int OUTSIDE_SYN = 3;

    static final int ESTABLISHED = 4;
    static final int INSIDE_FIN = 5;
    static final int OUTSIDE_FIN = 6;
    static final int BOTH_FIN = 7;

    /// A RST passed; data brings it back.
    static final int TRANSITORY = 8;

    private TcpState() {}

    /// The state after a packet; a RST is one whose sequence number was accepted.
    static int next(int state, int flags, boolean fromInside) {
        if ((flags & TcpHeader.RST) != 0) {
            return isOpen(state) ? TRANSITORY : state;
        }
        if ((flags & TcpHeader.SYN) != 0) {
            return afterSyn(state, flags, fromInside);
        }
        if ((flags & TcpHeader.FIN) != 0) {
            return afterFin(state, fromInside);
        }
        return state == TRANSITORY ? ESTABLISHED : state;
    }

    private static int afterSyn(int state, int flags, boolean fromInside) {
        return switch (state) {
            case INSIDE_SYN -> fromInside ? INSIDE_SYN : ESTABLISHED;
            case OUTSIDE_SYN -> fromInside ? ESTABLISHED : OUTSIDE_SYN;
            case BOTH_FIN, TRANSITORY -> reopened(state, flags, fromInside);
            default -> state;
        };
    }

    /// The 5-tuple of a closed connection is used again (RFC 5382 REQ-2, RFC 9293 §3.6.1).
    private static int reopened(int state, int flags, boolean fromInside) {
        if ((flags & TcpHeader.ACK) != 0) {
            return state;
        }
        return fromInside ? INSIDE_SYN : OUTSIDE_SYN;
    }

    private static int afterFin(int state, boolean fromInside) {
        return switch (state) {
            case ESTABLISHED, TRANSITORY -> fromInside ? INSIDE_FIN : OUTSIDE_FIN;
            case INSIDE_FIN -> fromInside ? INSIDE_FIN : BOTH_FIN;
            case OUTSIDE_FIN -> fromInside ? BOTH_FIN : OUTSIDE_FIN;
            default -> state;
        };
    }

    /// Whether only one side has sent its SYN.
    static boolean isOpening(int state) {
        return state == INSIDE_SYN || state == OUTSIDE_SYN;
    }

    /// Open states have the established timer; the others the transitory one.
    static boolean isOpen(int state) {
        return state == ESTABLISHED || state == INSIDE_FIN || state == OUTSIDE_FIN;
    }

    /// Both ends know that it is over, so its port needs no quarantine.
    static boolean isClosed(int state) {
        return state == BOTH_FIN || state == TRANSITORY;
    }

    /// Whether a packet that leaves the state as it was keeps the session alive. A RST never does
    /// (RFC 7857 §7), and while closing or half open nothing but a SYN of the opener.
    static boolean refreshes(int state, int flags, boolean fromInside) {
        if ((flags & TcpHeader.RST) != 0) {
            return false;
        }
        boolean syn = (flags & TcpHeader.SYN) != 0;
        return isOpen(state)
                || (state == INSIDE_SYN && fromInside && syn)
                || (state == OUTSIDE_SYN && !fromInside && syn);
    }
}
