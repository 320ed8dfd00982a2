package io.hnvgateway.nat;

import io.hnvgateway.packet.flow.FlowEntry;
import io.hnvgateway.packet.flow.FlowEntryLayout;

/// The two flow entries of a session: removed with it, and their use keeps it alive.
///
/// The table may give an entry's place to another flow; so an entry counts only while it is live
/// and names the session.
final class SessionFlows {
    private final FlowRemover remover;
    private final NatShared shared;
    private final int worker;

    SessionFlows(FlowRemover remover, NatShared shared, int worker) {
        this.remover = remover;
        this.shared = shared;
        this.worker = worker;
    }

    /// Notes the entry of one direction. Packets go past the slow path from now on, so what it knew
    /// of TCP's numbers grows old.
    void installed(long s, boolean fromInside, long entry) {
        SessionRecord.entry(s, fromInside, entry);
        TcpNumbers.forget(s);
    }

    void remove(long s, int slot, long nowNs) {
        remove(s, slot, true, nowNs);
        remove(s, slot, false, nowNs);
    }

    private void remove(long s, int slot, boolean fromInside, long nowNs) {
        long entry = SessionRecord.entry(s, fromInside);
        if (isOf(entry, slot)) {
            remover.remove(entry, nowNs);
        }
        SessionRecord.entry(s, fromInside, 0);
    }

    /// When the session was last used, on the slow path or by an entry; coarse.
    int lastUse(long s, int slot) {
        int latest = SessionRecord.lastUse(s);
        latest = later(latest, SessionRecord.entry(s, true), slot);
        return later(latest, SessionRecord.entry(s, false), slot);
    }

    private int later(int latest, long entry, int slot) {
        if (!isOf(entry, slot)) {
            return latest;
        }
        int use = remover.lastUse(entry);
        return use - latest > 0 ? use : latest;
    }

    private boolean isOf(long entry, int slot) {
        return entry != 0
                && FlowEntry.state(entry) == FlowEntryLayout.LIVE
                && FlowEntry.session(entry) == shared.sessionName(slot, worker);
    }
}
