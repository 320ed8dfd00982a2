package io.hnvgateway.nat;

import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TcpHeader;
import io.hnvgateway.packet.flow.FlowEntry;
import io.hnvgateway.packet.flow.FlowEntryLayout;

/// The two flow entries of a session: removed with it; their use keeps it alive, and they count its
/// packets.
///
/// The table may give an entry's place to another flow; so an entry counts only while it is live
/// and names the session.
final class SessionFlows {
    private final NatFlows table;
    private final NatShared shared;
    private final int worker;

    SessionFlows(NatFlows table, NatShared shared, int worker) {
        this.table = table;
        this.shared = shared;
        this.worker = worker;
    }

    /// Notes the entry of one direction. Packets go past the slow path from now on; the entry goes
    /// on from what that knew of TCP's numbers.
    void installed(long s, boolean fromInside, long entry) {
        SessionRecord.entry(s, fromInside, table.number(entry));
        if (TcpNumbers.isKnown(s, fromInside)) {
            table.acknowledged(entry, SessionRecord.acknowledged(s, fromInside));
        }
    }

    /// The entry of one direction, or 0 when there is none (any more).
    long entry(long s, int slot, boolean fromInside) {
        long entry = noted(s, fromInside);
        return isOf(entry, slot) ? entry : 0;
    }

    private long noted(long s, boolean fromInside) {
        int number = SessionRecord.entry(s, fromInside);
        return number == 0 ? 0 : table.entry(number);
    }

    /// Takes an entry that an earlier process made to its session.
    ///
    /// @return false when the session has one for this direction
    boolean adopt(long s, boolean fromInside, long entry) {
        boolean first = SessionRecord.entry(s, fromInside) == 0;
        if (first) {
            SessionRecord.entry(s, fromInside, table.number(entry));
        }
        return first;
    }

    /// Notes the acknowledgement of a packet that took the slow path, but not a RST's.
    void acknowledged(long s, int slot, boolean fromInside, Packet p) {
        long entry = entry(s, slot, fromInside);
        if (entry != 0 && TcpNumbers.acknowledges(p)) {
            table.acknowledged(entry, TcpHeader.acknowledgment(p.transport));
        }
    }

    /// Counts a packet that the slow path forwarded.
    ///
    /// @return false when there is no entry to count it
    boolean forwarded(long s, int slot, boolean fromInside, int totalBytes) {
        long entry = entry(s, slot, fromInside);
        if (entry != 0) {
            table.count(entry, totalBytes);
        }
        return entry != 0;
    }

    /// Packets of one direction since its entry was made.
    long packets(long s, int slot, boolean fromInside) {
        long entry = entry(s, slot, fromInside);
        return entry == 0 ? 0 : table.packets(entry);
    }

    /// IP bytes of one direction since its entry was made.
    long bytes(long s, int slot, boolean fromInside) {
        long entry = entry(s, slot, fromInside);
        return entry == 0 ? 0 : table.bytes(entry);
    }

    /// Brings all packets to the slow path until the entries are installed again.
    void suspend(long s, int slot) {
        suspend(entry(s, slot, true));
        suspend(entry(s, slot, false));
    }

    private void suspend(long entry) {
        if (entry != 0) {
            table.suspend(entry);
        }
    }

    void remove(long s, int slot, long nowNs) {
        remove(s, slot, true, nowNs);
        remove(s, slot, false, nowNs);
    }

    private void remove(long s, int slot, boolean fromInside, long nowNs) {
        long entry = noted(s, fromInside);
        if (isOf(entry, slot)) {
            table.remove(entry, nowNs);
        }
        SessionRecord.entry(s, fromInside, 0);
    }

    /// When the session was last used, on the slow path or by an entry; coarse.
    int lastUse(long s, int slot) {
        int latest = SessionRecord.lastUse(s);
        latest = later(latest, noted(s, true), slot);
        return later(latest, noted(s, false), slot);
    }

    private int later(int latest, long entry, int slot) {
        if (!isOf(entry, slot)) {
            return latest;
        }
        int use = table.lastUse(entry);
        return use - latest > 0 ? use : latest;
    }

    private boolean isOf(long entry, int slot) {
        return entry != 0
                && FlowEntry.state(entry) == FlowEntryLayout.LIVE
                && FlowEntry.session(entry) == shared.sessionName(slot, worker);
    }
}
