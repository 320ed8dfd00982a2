package io.hnvgateway.nat;

import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TcpHeader;
import io.hnvgateway.packet.flow.FlowEntry;

/// What a packet on the slow path does to its session: time of use, TCP state, flow entries.
final class SessionUse {
    private final SessionTable sessions;
    private final SessionFlows flows;

    SessionUse(SessionTable sessions, SessionFlows flows) {
        this.sessions = sessions;
        this.flows = flows;
    }

    void packet(int slot, Packet p, boolean fromInside, long nowNs) {
        long s = sessions.address(slot);
        if (p.protocol == IpProtocol.TCP) {
            flows.acknowledged(s, slot, fromInside, p);
            tcp(slot, p, fromInside, nowNs);
        } else {
            SessionRecord.lastUse(s, FlowEntry.coarse(nowNs));
        }
    }

    private void tcp(int slot, Packet p, boolean fromInside, long nowNs) {
        long s = sessions.address(slot);
        int flags = p.transport == 0 ? 0 : p.tcpFlags;
        boolean reset = (flags & TcpHeader.RST) != 0;
        if (reset
                && !TcpNumbers.acceptsReset(s, p, fromInside, flows.entry(s, slot, !fromInside))) {
            return;
        }
        int state = SessionRecord.state(s);
        int next = TcpState.next(state, flags, fromInside);
        if (next != state || TcpState.refreshes(state, flags, fromInside)) {
            SessionRecord.lastUse(s, FlowEntry.coarse(nowNs));
        }
        if (next != state) {
            sessions.state(slot, next);
            changed(state, slot, s);
        }
        TcpNumbers.learn(s, p, fromInside);
    }

    /// From the first FIN or RST on, all packets take the slow path, until data restores the
    /// session; a connection that is opened anew has other numbers.
    private void changed(int before, int slot, long s) {
        if (before == TcpState.ESTABLISHED) {
            flows.suspend(s, slot);
        } else if (TcpState.isOpening(SessionRecord.state(s))) {
            TcpNumbers.forget(s);
        }
    }
}
